import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkRun } from '../../src/check-run.ts';
import { wilsonInterval } from '../../src/lib/statistics/wilson-interval.ts';
import { calibration } from '../../src/report/calibration.ts';
import type { Report } from '../../src/report/report.ts';
import { openDirectory } from '../../src/source/directory.ts';

const folder = fileURLToPath(new URL('../../../shared/runs', import.meta.url));
const isThere = existsSync(`${folder}/truth.json`);
const Truth = v.record(
  v.string(),
  v.object({ cause: v.nullable(v.string()), also_true: v.optional(v.array(v.string()), []) }),
);

/** From here on a first diagnosis counts as established (src/causes/rank-diagnoses.ts). */
const ESTABLISHED = 0.9;
/** Of the faulty runs; those about merged weights have to be right, because a proof stands behind them. */
const ENOUGH_RIGHT = 35;

/** Bands of stated probability; each reaches up to the next one. */
const BANDS = [0.5, ESTABLISHED, 0.97] as const;

interface Named {
  readonly cause: string;
  readonly probability: number;
  readonly isTrue: boolean;
}

interface Measured {
  readonly id: string;
  readonly truth: string | null;
  readonly first: Named | undefined;
  /** All that was named, in the order of the report. */
  readonly named: readonly Named[];
  readonly clauses: Report['clauses'];
  readonly isRight: boolean;
}

describe.skipIf(!isThere)('the sample runs', () => {
  let all: readonly Measured[] = [];
  beforeAll(async () => {
    all = await measured();
    process.stdout.write(`${tableOf(all)}\n\n${calibrationTable(all)}\n`);
  }, 300_000);

  it('are those that truth.json speaks of', () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(all.map(({ id }) => id).sort()).toEqual(folders.map(({ name }) => name).sort());
  });

  it(`have their true cause first in at least ${ENOUGH_RIGHT} of the 37 that are faulty`, () => {
    const faulty = all.filter((run) => run.truth !== null);
    expect(faulty).toHaveLength(37);
    expect(faulty.filter(({ isRight }) => isRight).length).toBeGreaterThanOrEqual(ENOUGH_RIGHT);
  });

  it('have their true cause first and established in all that are about merging', () => {
    const merges = all.filter(({ truth }) => truth?.startsWith('adapter/merge-') === true);
    expect(merges.length).toBeGreaterThan(0);
    for (const { id, isRight, first } of merges)
      expect([id, isRight, (first?.probability ?? 0) >= ESTABLISHED]).toEqual([id, true, true]);
  });

  it('have no diagnosis and no broken clause when they are healthy', () => {
    const healthy = all.filter(({ truth }) => truth === null);
    expect(healthy.length).toBeGreaterThan(0);
    expect(healthy.filter(({ isRight }) => !isRight).map(({ id }) => id)).toEqual([]);
  });

  it('are what the calibration in the report says', () => {
    const established = all.filter(({ first }) => (first?.probability ?? 0) >= ESTABLISHED);
    expect(calibration).toEqual({
      runs: all.length,
      established: established.length,
      right: established.filter(({ isRight }) => isRight).length,
    });
  });

  it('name no cause with a probability that all other runs contradict', () => {
    const contradicted = leftOut(all).filter(({ band, others }) => {
      return (wilsonInterval(others.right, others.named)?.high ?? 1) < band;
    });
    expect(contradicted).toEqual([]);
  });
});

it.skipIf(isThere)(`the sample runs are not measured: there is no truth.json in ${folder}`, () => {});

async function measured(): Promise<readonly Measured[]> {
  const truths = v.parse(Truth, JSON.parse(readFileSync(`${folder}/truth.json`, 'utf8')));
  const runs: Measured[] = [];
  for (const [id, truth] of Object.entries(truths)) {
    const files = await openDirectory(`${folder}/${id}`);
    if (!files.ok) throw new Error(`${id}: ${files.problem.reason}`);
    const { clauses, diagnoses } = await checkRun(files.value);
    const named = diagnoses.map(({ cause, probability }) => {
      return { cause, probability, isTrue: [truth.cause, ...truth.also_true].includes(cause) };
    });
    const [first] = named;
    const isRight =
      truth.cause === null
        ? first === undefined && clauses.every(({ state }) => state !== 'broken')
        : first?.isTrue === true;
    runs.push({ id, truth: truth.cause, first, named, clauses, isRight });
  }
  return runs;
}

interface Counted {
  readonly named: number;
  readonly right: number;
}

function bandOf(probability: number): number {
  return BANDS.findLast((least) => probability >= least) ?? BANDS[0];
}

function countIn(band: number, runs: readonly Measured[]): Counted {
  const inBand = runs.flatMap(({ named }) => named).filter(({ probability }) => bandOf(probability) === band);
  return { named: inBand.length, right: inBand.filter(({ isTrue }) => isTrue).length };
}

/** For each diagnosis, how often its band was right in all other runs: what would have been known of it beforehand. */
function leftOut(
  runs: readonly Measured[],
): readonly { run: string; band: number; isTrue: boolean; others: Counted }[] {
  return runs.flatMap((run) => {
    const others = runs.filter((other) => other !== run);
    return run.named.map(({ probability, isTrue }) => {
      const band = bandOf(probability);
      return { run: run.id, band, isTrue, others: countIn(band, others) };
    });
  });
}

/** Brier scores: of the stated probabilities, and of the shares that the other runs would have given (with one of each added). */
function calibrationTable(runs: readonly Measured[]): string {
  const rows = BANDS.map((band, at) => {
    const { named, right } = countIn(band, runs);
    const interval = wilsonInterval(right, named);
    const share = named === 0 ? '-' : (right / named).toFixed(2);
    const range = interval === null ? '-' : `${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}`;
    return [`${band} to ${BANDS[at + 1] ?? 1}`, named, right, share, range];
  });
  const all = runs.flatMap(({ named }) => named);
  const stated = all.map(({ probability, isTrue }) => (probability - Number(isTrue)) ** 2);
  const learnt = leftOut(runs).map(
    ({ isTrue, others }) => ((others.right + 1) / (others.named + 2) - Number(isTrue)) ** 2,
  );
  const lines = [['probability', 'named', 'right', 'share', '95 % (Wilson)'], ...rows].map((row) =>
    row
      .map((cell) => String(cell).padEnd(14))
      .join('')
      .trimEnd(),
  );
  return [...lines, `Brier score stated ${mean(stated)}, by the other runs' bands ${mean(learnt)}`].join('\n');
}

function mean(values: readonly number[]): string {
  return (values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)).toFixed(4);
}

function tableOf(runs: readonly Measured[]): string {
  const rows = runs.map(({ id, truth, first, clauses, isRight }) => [
    isRight ? 'right' : 'wrong',
    id,
    truth ?? 'healthy',
    first === undefined ? 'none' : `${first.cause} ${first.probability.toFixed(3)}`,
    clauses.map(({ id: clause, state }) => `${clause} ${state}`).join(', '),
  ]);
  const head = ['verdict', 'run', 'true cause', 'first diagnosis', 'clauses'];
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
