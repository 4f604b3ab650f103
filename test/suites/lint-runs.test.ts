import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { lintRun } from '../../src/lint-run/lint-run.ts';
import type { DataReport } from '../../src/report/data-report.ts';
import { openDirectory } from '../../src/source/directory.ts';

const folder = fileURLToPath(new URL('../../../shared/runs', import.meta.url));
const isThere = existsSync(`${folder}/truth.json`);
const Truth = v.record(v.string(), v.object({ cause: v.nullable(v.string()) }));

/** What `lint` has to find where this is what is wrong; every other run has no error in its data or settings. */
const FOUND: Readonly<Record<string, readonly DataReport['findings'][number]['id'][]>> = {
  'data/conflicting-labels': ['answers-conflict'],
  'data/prompts-collapse': ['answers-conflict'],
  'data/train-eval-overlap': ['evaluation-trained'],
  'data/label-imbalance': ['class-dominates'],
  'data/label-surface-varies': ['spelling-varies'],
  'loss/answer-truncated': ['answers-cut'],
  'training/overfit': ['passes-many'],
  'training/diverged': ['learning-rate-unusual'],
  'training/undertrained': ['learning-rate-unusual'],
};

interface Linted {
  readonly cause: string | null;
  readonly report: DataReport;
}

describe.skipIf(!isThere)('lint on the sample runs', () => {
  const runs = new Map<string, Linted>();

  beforeAll(async () => {
    const truth = v.parse(Truth, JSON.parse(readFileSync(`${folder}/truth.json`, 'utf8')));
    for (const [id, { cause }] of Object.entries(truth)) {
      const opened = await openDirectory(`${folder}/${id}`);
      const report = opened.ok ? await lintRun({ files: opened.value }) : opened;
      if (!report.ok) throw new Error(`${id}: ${report.problem.reason}`);
      runs.set(id, { cause, report: report.value });
    }
  }, 120_000);

  const levels = ({ report }: Linted, level: string) =>
    report.findings.filter((one) => one.level === level).map(({ id }) => id);

  it('says nothing but notes about healthy ones', () => {
    const healthy = [...runs].filter(([, { cause }]) => cause === null);
    expect(healthy.length).toBeGreaterThan(0);
    for (const [id, run] of healthy) expect([id, levels(run, 'error'), levels(run, 'warning')]).toEqual([id, [], []]);
  });

  it('finds what is wrong with the data or the settings of the others, and no error elsewhere', () => {
    for (const [id, run] of runs) {
      const wanted = FOUND[run.cause ?? ''] ?? [];
      const shown = [...levels(run, 'error'), ...levels(run, 'warning')];
      expect([id, wanted.filter((one) => !shown.includes(one))]).toEqual([id, []]);
      expect([id, levels(run, 'error').filter((one) => !wanted.includes(one))]).toEqual([id, []]);
    }
  });

  it('never advises: no clause was judged', () => {
    expect([...runs.values()].filter(({ report }) => report.advice.state !== 'withheld')).toEqual([]);
  });
});
