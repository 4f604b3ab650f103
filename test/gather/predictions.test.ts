import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { LocatedFile } from '../../src/gather/folder.ts';
import { gatherPredictions } from '../../src/gather/predictions.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import type { RunFiles } from '../../src/source/run-files.ts';
import { gatheredState, gatheredValue } from '../support/gathered-value.ts';

function located(files: RunFiles): LocatedFile {
  return { files, path: 'predictions.jsonl', shown: 'predictions.jsonl', size: 1 };
}

function inMemory(rows: readonly unknown[]): LocatedFile {
  return located(memoryFiles({ 'predictions.jsonl': rows.map((row) => `${JSON.stringify(row)}\n`).join('') }));
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

/** A file that never exists as a whole: each chunk is made when it is asked for. */
function generated(rows: number, row: (at: number) => unknown): LocatedFile {
  const stream = () => ({
    problem: undefined,
    async *[Symbol.asyncIterator]() {
      for (let at = 0; at < rows; at++) yield new TextEncoder().encode(`${JSON.stringify(row(at))}\n`);
    },
  });
  return located({ ...memoryFiles({}), stream });
}

describe('predictions', () => {
  it('keep what the evaluator recorded, in the order of the file', async () => {
    const row = {
      id: 'a',
      split: 'eval',
      output: 'x',
      output_ids: [1, 2],
      finish_reason: 'stop',
      prediction: null,
      gold: { k: 1 },
      target: 'x',
    };
    const { rows, total } = gatheredValue(await gatherPredictions(inMemory([row, { id: 7, output: '' }]), 'p'));
    expect(total).toBe(2);
    expect(rows).toEqual([
      {
        id: 'a',
        line: 1,
        split: 'eval',
        output: 'x',
        outputCut: false,
        outputIds: Int32Array.of(1, 2),
        finishReason: 'stop',
        prediction: null,
        gold: { k: 1 },
        target: 'x',
      },
      { id: '7', line: 2, output: '', outputCut: false },
    ]);
  });

  it('with an id twice in one split count once; the same id in another split is another row', async () => {
    const rows = [
      { id: 'a', split: 'train', output: '1' },
      { id: 'a', split: 'eval', output: '2' },
      { id: 'a', split: 'eval', output: '3' },
    ];
    const read = gatheredValue(await gatherPredictions(inMemory(rows), 'p'));
    expect(read.rows.map(({ output }) => output)).toEqual(['1', '2']);
    expect(read.damage).toEqual([
      { path: 'predictions.jsonl', line: 3, reason: 'the id "a" repeats that of line 2; this row was left out' },
    ]);
  });

  it('cut a runaway output without splitting a character', async () => {
    const [row] = gatheredValue(
      await gatherPredictions(
        inMemory([{ id: 'a', output: `x${'😀'.repeat(40_000)}`, output_ids: Array(20_000).fill(5) }]),
        'p',
      ),
    ).rows;
    expect(row?.outputCut).toBe(true);
    expect(row?.output).toHaveLength(65_535);
    expect(row?.output.endsWith('😀')).toBe(true);
    expect(row?.outputIds).toHaveLength(16_384);
  });

  it('of a file above the limit are a sample that fits, spread over the file, the same each time', async () => {
    const read = async () =>
      gatheredValue(
        await gatherPredictions(
          generated(20_000, (at) => ({ id: `r${at}`, output: 'y'.repeat(90) })),
          'p',
          { maxUnits: 1_000_000 },
        ),
      );
    const one = await read();
    expect(one.total).toBe(20_000);
    expect(one.rows.length).toBeGreaterThan(800);
    const units = one.rows.reduce((sum, { output }) => sum + output.length, 0);
    expect(units).toBeLessThanOrEqual(1_000_000);
    const lines = one.rows.map(({ line }) => line);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
    const quarters = [0, 1, 2, 3].map(
      (quarter) => lines.filter((line) => Math.floor((line - 1) / 5_000) === quarter).length / lines.length,
    );
    // Four standard errors of a share of a quarter among 800 rows.
    for (const share of quarters) expect(Math.abs(share - 0.25)).toBeLessThan(0.0613);
    expect((await read()).rows).toEqual(one.rows);
  });

  it('stay within the limit when the large rows come last', async () => {
    const rows = generated(1_200, (at) => ({ id: `r${at}`, output: 'z'.repeat(at < 1_000 ? 10 : 60_000) }));
    const read = gatheredValue(await gatherPredictions(rows, 'p', { maxUnits: 500_000 }));
    expect(read.rows.reduce((sum, { output }) => sum + output.length, 0)).toBeLessThanOrEqual(500_000);
    expect(read.total).toBe(1_200);
  });

  it('do not keep the lines they were cut from', async () => {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    const read = gatheredValue(
      await gatherPredictions(
        generated(200, (at) => ({ id: `r${at}`, output: 'short but not tiny', log: 'x'.repeat(1024 * 1024) })),
        'p',
      ),
    );
    expect(read.rows).toHaveLength(200);
    // A substring of V8 points into the line it was cut from, and would keep all 200 MB that went by.
    collectGarbage();
    expect((process.memoryUsage().heapUsed - before) / 2 ** 20).toBeLessThan(50);
  });

  it('that are missing are absent', async () => {
    expect(gatheredState(await gatherPredictions(undefined, 'predictions.jsonl'))).toBe('absent');
  });
});
