import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { checkRun } from '../../src/check-run.ts';
import { openDirectory } from '../../src/source/directory.ts';
import type { RunFiles } from '../../src/source/run-files.ts';

const folder = fileURLToPath(new URL('../../../shared/runs', import.meta.url));
const isThere = existsSync(`${folder}/truth.json`);
const Truth = v.record(v.string(), v.object({ cause: v.nullable(v.string()) }));

/** The run as most people have it: no batch was captured. */
function withoutCapture(files: RunFiles): RunFiles {
  return {
    ...files,
    list: async () => {
      const listing = await files.list();
      return { ...listing, entries: listing.entries.filter(({ path }) => !path.startsWith('capture/')) };
    },
  };
}

it.skipIf(!isThere)(
  'without a capture, settings and data name the fault of the labels, no healthy run has one, and the clause stays open',
  async () => {
    const truths = Object.entries(v.parse(Truth, JSON.parse(readFileSync(`${folder}/truth.json`, 'utf8'))));
    const told = truths.filter(([, { cause }]) => cause === null || cause.startsWith('loss/'));
    expect(told.length).toBeGreaterThan(0);
    for (const [id, { cause }] of told) {
      const files = await openDirectory(`${folder}/${id}`);
      if (!files.ok) throw new Error(`${id}: ${files.problem.reason}`);
      const { clauses, diagnoses } = await checkRun(withoutCapture(files.value));
      expect([id, diagnoses[0]?.cause ?? null]).toEqual([id, cause]);
      expect([id, clauses.find(({ id: clause }) => clause === 'answer-only-loss')?.state]).toEqual([id, 'unknown']);
    }
  },
  120_000,
);

it.skipIf(isThere)(`runs without a capture are not measured: there is no truth.json in ${folder}`, () => {});
