import { describe, expect, it } from 'vitest';
import { type FailureChange, failureChanges } from '../../../src/scoring/compare/failure-changes.ts';
import type { Task } from '../../../src/scoring/task.ts';

const LADDER: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'json', classPath: 'label' };
const SAFE = '{"label":"safe"}';
const FENCED = `\`\`\`json\n${SAFE}\n\`\`\``;
const UNSAFE = '{"label":"unsafe"}';

interface Options {
  readonly rows: number;
  readonly grouped?: boolean;
  readonly task?: Task;
}

/** Each side says what it answers in row n; all rows are safe. */
function changesBetween(
  first: (row: number) => string,
  second: (row: number) => string,
  { rows, grouped = false, task = LADDER }: Options,
): readonly FailureChange[] {
  const tally = failureChanges(task, grouped);
  for (let row = 0; row < rows; row++) {
    const right = { id: `r${row}`, gold: 'safe', target: SAFE };
    tally.add({ first: { ...right, output: first(row) }, second: { id: `r${row}`, output: second(row) } });
  }
  return tally.result();
}

describe('failures of two runs', () => {
  it('counts each failure in both runs, and names the rows where it is gone or new', () => {
    const changes = changesBetween(
      (row) => (row < 10 ? FENCED : SAFE),
      (row) => (row === 9 ? FENCED : row === 19 ? UNSAFE : SAFE),
      { rows: 20 },
    );
    expect(changes.map(({ code, first, second, gone, added }) => [code, first, second, gone.count, added.ids])).toEqual(
      [
        ['fenced', 10, 1, 9, []],
        ['class-wrong', 0, 1, 0, ['r19']],
      ],
    );
    // 9 to 0 is decided; one row is not, and no part of the family that q is corrected over.
    expect(changes.map(({ q }) => q)).toEqual([expect.closeTo(2 * 0.5 ** 9, 9), null]);
  });

  it('corrects for the number of failures that were looked at', () => {
    const changes = changesBetween(
      (row) => (row < 12 ? FENCED : SAFE),
      (row) => (row >= 12 && row < 20 ? UNSAFE : SAFE),
      { rows: 40 },
    );
    expect(changes.map(({ code, q }) => [code, q])).toEqual([
      ['fenced', expect.closeTo(2 * (2 * 0.5 ** 12), 9)],
      ['class-wrong', expect.closeTo(2 * 0.5 ** 8, 9)],
    ]);
  });

  it('tests nothing where rows belong to groups, and says nothing of runs without a failure', () => {
    const grouped = changesBetween(
      () => FENCED,
      () => SAFE,
      { rows: 40, grouped: true },
    );
    expect(grouped).toMatchObject([{ code: 'fenced', first: 40, second: 0, q: null }]);
    expect(
      changesBetween(
        () => SAFE,
        () => SAFE,
        { rows: 40 },
      ),
    ).toEqual([]);
  });

  it('judges the pairs that it learns from as it judges all later ones', () => {
    const changes = changesBetween(
      () => SAFE,
      (row) => (row % 2 === 0 ? FENCED : SAFE),
      { rows: 12_000 },
    );
    expect(changes).toMatchObject([{ code: 'fenced', first: 0, second: 6_000, added: { count: 6_000 } }]);
    expect(changes[0]?.added.ids).toHaveLength(1_000);
  });
});
