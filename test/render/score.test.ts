import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/render/display-width.ts';
import { renderScores } from '../../src/render/score/render-scores.ts';
import { scoresView } from '../../src/render/score/scores-view.ts';
import type { ScoreFormat } from '../../src/render/score/view-renderers.ts';
import type { ScoresReport } from '../../src/report/scores-report.ts';
import { scoreRun } from '../../src/score-run.ts';
import { memoryFiles } from '../../src/source/memory.ts';

const LINES: Readonly<Record<string, readonly object[]>> = {
  classify: Array.from({ length: 40 }, (_, index) => ({
    id: `photo-${index}`,
    split: index < 10 ? 'train' : 'eval',
    output:
      index % 5 === 0
        ? 'a very long preamble, and then nothing'
        : index % 7 === 0
          ? 'non_hazardous_waste'
          : 'hazardous_waste',
    gold: index % 2 === 0 ? 'hazardous_waste' : 'non_hazardous_waste',
    prediction: 'hazardous_waste',
  })),
  extract: Array.from({ length: 40 }, (_, index) => ({
    id: `page-${index}`,
    output:
      index % 9 === 0
        ? '{"drug": "ibuprofen", "do'
        : JSON.stringify({ drug: 'ibuprofen', dose: index % 3 === 0 ? '40 mg' : '400 mg', extra: 1 }),
    gold: { drug: 'ibuprofen', dose: '400 mg' },
  })),
  free: Array.from({ length: 40 }, (_, index) => ({
    id: `t${index}`,
    output: index % 2 ? 'A dog runs.' : 'A cat.',
    gold: 'A dog runs.',
  })),
};
const TASKS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  classify: { classes: ['hazardous_waste', 'non_hazardous_waste'], answer: 'text' },
  extract: { fields: ['drug', 'dose'] },
  free: { kind: 'free' },
};

async function reportOf(kind: string): Promise<ScoresReport> {
  const text = (LINES[kind] ?? []).map((row) => JSON.stringify(row)).join('\n');
  const report = await scoreRun({ files: memoryFiles({ 'predictions.jsonl': text }) }, { task: TASKS[kind] ?? {} });
  if (!report.ok) throw new Error(report.problem.reason);
  return report.value;
}

function draw(report: ScoresReport, format: ScoreFormat, width = 100): string {
  return renderScores(report, format, { width, colour: false, details: false });
}

describe('a page of many rows', () => {
  test('carries an answer for every figure that leads somewhere, however rare and late it is', async () => {
    const rows = Array.from({ length: 3_000 }, (_, index) => ({
      id: `r${index}`,
      output: index >= 2_990 ? '' : index >= 2_980 ? 'neither' : index % 3 === 0 ? 'unsafe' : 'safe',
      gold: index % 5 === 0 ? 'unsafe' : 'safe',
    }));
    const text = rows.map((row) => JSON.stringify(row)).join('\n');
    const place = { files: memoryFiles({ 'predictions.jsonl': text }) };
    const report = await scoreRun(place, { task: { classes: ['safe', 'unsafe'], answer: 'text' } });
    if (!report.ok) throw new Error(report.problem.reason);
    expect(report.value.samples.length).toBeLessThanOrEqual(2_000);
    const carried = new Set(report.value.samples.map(({ id }) => id));
    const cells = scoresView(report.value).sections.flatMap(({ tables }) =>
      tables.flatMap((table) => table.rows.flat()),
    );
    const leading = cells.filter(({ ids = [] }) => ids.length > 0);
    expect(leading.length).toBeGreaterThan(30);
    for (const { ids = [] } of leading) expect(ids.some((id) => carried.has(id))).toBe(true);
  });
});

describe.each(['classify', 'extract', 'free'])('scores of a task of kind %s', (kind) => {
  test.each([40, 60, 100, 140])('fit into %i columns without a number cut', async (width) => {
    const report = await reportOf(kind);
    const text = draw(report, 'terminal', width);
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    const { count, of } = report.card.overall.ours;
    expect(text.replace(/\s+/g, ' ')).toContain(`${count} of ${of} right`);
    for (const { name } of report.measures) expect(text.replace(/\s+/g, ' ')).toContain(name.slice(0, 6));
    expect(text).not.toMatch(/NaN|undefined|\[object/);
  });

  test('every share in the terminal has its denominator', async () => {
    const text = draw(await reportOf(kind), 'terminal', 140);
    const shares = text.match(/\d+ of \d+ (?:rows )?\(\d/g) ?? [];
    expect(shares.length).toBeGreaterThan(5);
    expect(text.match(/\(\d+\.\d %\)/g)?.length).toBe(shares.length);
  });

  test('Markdown tables have as many cells in every line as in the head', async () => {
    const cells = (line: string) => line.split(/(?<!\\)\|/).length;
    const tables = draw(await reportOf(kind), 'markdown')
      .split('\n\n')
      .filter((block) => block.startsWith('|'));
    expect(tables.length).toBeGreaterThan(3);
    for (const table of tables) {
      const [head = '', ...rows] = table.trimEnd().split('\n');
      for (const row of rows) expect(cells(row)).toBe(cells(head));
    }
  });

  test('the JSON counts what it lists: ids never exceed the count of their cell', async () => {
    const report = await reportOf(kind);
    const seen: number[] = [];
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      if ('ids' in value && 'count' in value && !('share' in value) && Array.isArray(value.ids)) {
        seen.push(value.ids.length);
        expect(value.ids.length).toBeLessThanOrEqual(Number(value.count));
      }
      for (const inner of Object.values(value)) walk(inner);
    };
    walk(JSON.parse(draw(report, 'json')));
    expect(seen.length).toBeGreaterThan(2);
  });
});
