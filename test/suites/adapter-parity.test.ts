import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { MergeVerdict } from '../../src/adapter/conclude-merge.ts';
import type { MergeProof } from '../../src/evidence/merge-proof.ts';
import { proveMerge } from '../../src/gather/prove-merge.ts';
import { openDirectory } from '../../src/source/directory.ts';
import type { RunFiles } from '../../src/source/run-files.ts';

const folder = fileURLToPath(new URL('../../../shared/parity/adapters', import.meta.url));
const isThere = existsSync(`${folder}/expect.json`);
const Expect = v.object({
  variants: v.record(
    v.string(),
    v.object({
      touched: v.array(v.string()),
      delta_fro: v.record(v.string(), v.number()),

      merges: v.record(v.string(), v.object({ scale: v.number(), base: v.picklist(['same', 'quant', 'other']) })),
    }),
  ),
});
const expected = isThere ? v.parse(Expect, JSON.parse(readFileSync(`${folder}/expect.json`, 'utf8'))).variants : {};

/** The factor decides, not the folder's name: 3 times the update is a wrong scale whoever made it. */
function verdictOf(scale: number, base: 'same' | 'quant' | 'other'): MergeVerdict {
  if (base !== 'same') return base === 'quant' ? 'quantised-base' : 'other-base';
  const names = new Map<number, MergeVerdict>([
    [1, 'merged'],
    [0, 'not-merged'],
    [2, 'merged-twice'],
    [-1, 'negated'],
    // Every adapter of the set with this factor has scale 2.
    [0.5, 'unscaled'],
  ]);
  return names.get(scale) ?? 'scale-wrong';
}

describe.skipIf(!isThere)('the merges of the reference set', () => {
  for (const [kind, { touched, delta_fro: norms, merges }] of Object.entries(expected)) {
    for (const [name, { scale, base }] of Object.entries(merges)) {
      for (const exact of [false, true]) {
        it(`${kind}/${name} ${exact ? 'read whole' : 'sampled'} is ${verdictOf(scale, base)} with κ ${scale}`, async () => {
          const proof = await prove(kind, 'adapter', name, exact);
          expect(proof.verdict).toBe(verdictOf(scale, base));
          expect(proof.problems).toEqual([]);
          expect(proof.modules.map(({ tensor }) => tensor).sort()).toEqual([...touched].sort());
          for (const module of proof.modules) {
            // Another base adds to κ what its difference has along the update, by chance.
            expect(Math.abs(module.kappa - scale)).toBeLessThan(base === 'same' ? 0.01 : 0.05);
            expect(module.updateNorm / (norms[module.tensor] ?? 0)).toBeCloseTo(1, 2);
          }
        });
      }
    }

    it(`${kind}: an adapter that was never trained is recognised`, async () => {
      expect((await prove(kind, 'adapter-untrained', 'merged-none')).untrained).toBe(true);
      expect((await prove(kind, 'adapter', 'merged')).untrained).toBe(false);
    });
  }

  it('are those in the folder', () => {
    const there = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(Object.keys(expected).sort()).toEqual(there.map(({ name }) => name).sort());
  });
});

async function prove(kind: string, adapter: string, merged: string, exact = false): Promise<MergeProof> {
  const open = async (name: string): Promise<RunFiles> => {
    const opened = await openDirectory(`${folder}/${kind}/${name}`);
    if (!opened.ok) throw new Error(opened.problem.reason);
    return opened.value;
  };
  return proveMerge({ base: await open('base'), adapter: await open(adapter), merged: await open(merged) }, { exact });
}
