import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkRun } from '../../src/check-run.ts';
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
/** Of the faulty runs that are not about merging; the proof of merges is measured in a suite of its own. */
const ENOUGH_RIGHT = 31;

interface Measured {
  readonly id: string;
  readonly truth: string | null;
  readonly first: { readonly cause: string; readonly probability: number } | undefined;
  readonly clauses: Report['clauses'];
  readonly isRight: boolean;
}

describe.skipIf(!isThere)('the sample runs', () => {
  let all: readonly Measured[] = [];
  beforeAll(async () => {
    all = await measured();
    process.stdout.write(`${tableOf(all)}\n`);
  }, 300_000);

  it('are those that truth.json speaks of', () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(all.map(({ id }) => id).sort()).toEqual(folders.map(({ name }) => name).sort());
  });

  it(`have their true cause first in at least ${ENOUGH_RIGHT} of the 33 that are faulty and not about merging`, () => {
    const faulty = all.filter((run) => run.truth !== null && !isAboutMerging(run));
    expect(faulty).toHaveLength(33);
    expect(faulty.filter(({ isRight }) => isRight).length).toBeGreaterThanOrEqual(ENOUGH_RIGHT);
  });

  it('have no diagnosis and no broken clause when they are healthy', () => {
    const healthy = all.filter(({ truth }) => truth === null);
    expect(healthy.length).toBeGreaterThan(0);
    expect(healthy.filter(({ isRight }) => !isRight).map(({ id }) => id)).toEqual([]);
  });

  it('are what the calibration in the report says', () => {
    const counted = all.filter((run) => !isAboutMerging(run));
    const established = counted.filter(({ first }) => (first?.probability ?? 0) >= ESTABLISHED);
    expect(calibration).toEqual({
      runs: counted.length,
      established: established.length,
      right: established.filter(({ isRight }) => isRight).length,
    });
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
    const [first] = diagnoses;
    const isRight =
      truth.cause === null
        ? first === undefined && clauses.every(({ state }) => state !== 'broken')
        : first !== undefined && [truth.cause, ...truth.also_true].includes(first.cause);
    runs.push({ id, truth: truth.cause, first, clauses, isRight });
  }
  return runs;
}

/** Merged weights are judged by the merge proof, whose causes are not all registered yet. */
function isAboutMerging({ truth }: Measured): boolean {
  return truth?.startsWith('adapter/merge-') === true;
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
