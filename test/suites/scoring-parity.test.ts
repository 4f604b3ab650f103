import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/formats/json-value.ts';
import { anls } from '../../src/scoring/metrics/anls.ts';
import { anlsStar } from '../../src/scoring/metrics/anls-star.ts';
import { characterEdits } from '../../src/scoring/metrics/character-edits.ts';
import { donutAccuracy } from '../../src/scoring/metrics/donut-accuracy.ts';
import { donutFields } from '../../src/scoring/metrics/donut-fields.ts';
import { donutTree } from '../../src/scoring/metrics/donut-tree.ts';
import type { Edits, NoEdits } from '../../src/scoring/metrics/edits.ts';
import { wordEdits } from '../../src/scoring/metrics/word-edits.ts';

const FOLDER = '/work/shared/parity/scoring';
const present = existsSync(`${FOLDER}/cases.json`);

interface Cases {
  anls: [answer: string, gold: string[]][];
  star: [gold: JsonValue, answer: JsonValue][];
  donut: [answer: JsonValue, gold: JsonValue][];
  cer: [gold: string, answer: string][];
}
/** A string names what the reference program raised. */
interface Gold {
  anls: number[];
  star: [score: number | null, closest: JsonValue][];
  donut: [accuracy: number | string, f1: number | string][];
  cer: (number | null)[];
  wer: (number | null)[];
}

const load = (name: string) => JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8'));
const cases: Cases = present ? load('cases.json') : { anls: [], star: [], donut: [], cer: [] };
const gold: Gold = present ? load('gold.json') : { anls: [], star: [], donut: [], cer: [], wer: [] };

/** Cases whose result is further than 1e-9 from the expected one; those without an expected number are left out. */
function differing(expected: readonly unknown[], actual: (index: number) => number | null): number[] {
  return expected.flatMap((wanted, index) => {
    if (typeof wanted !== 'number') return [];
    const given = actual(index);
    return given !== null && Math.abs(given - wanted) <= 1e-9 ? [] : [index];
  });
}

const rate = (edits: Edits | NoEdits): number | null => (typeof edits === 'string' ? null : edits.edits / edits.length);
const at = <T>(list: readonly T[], index: number): T => {
  const item = list[index];
  if (item === undefined) throw new Error(`no case ${index}`);
  return item;
};

describe.skipIf(!present)('scores equal those of the reference programs', () => {
  it('has cases of every kind', () => {
    expect(cases.anls.length * cases.star.length * cases.donut.length * cases.cer.length).toBeGreaterThan(0);
  });

  it('ANLS as the official script computes it', () => {
    const score = (index: number): number => {
      const [answer, accepted] = at(cases.anls, index);
      return Math.max(...accepted.map((text) => anls(answer, text)?.official ?? Number.NaN));
    };
    expect(differing(gold.anls, score)).toEqual([]);
  });

  it('ANLS*, but for three ties between equally good assignments', () => {
    const different = differing(
      gold.star.map(([score]) => score),
      (index) => anlsStar(...at(cases.star, index))?.upstream ?? null,
    );
    expect(different.length).toBeLessThanOrEqual(3);
  });

  it("Donut's accuracy", () => {
    const score = (index: number) => {
      const [answer, wanted] = at(cases.donut, index);
      return donutAccuracy(donutTree(wanted), donutTree(answer));
    };
    expect(
      differing(
        gold.donut.map(([accuracy]) => accuracy),
        score,
      ),
    ).toEqual([]);
  });

  it("Donut's F1", () => {
    const score = (index: number) => {
      const [answer, wanted] = at(cases.donut, index);
      const { right, wrong } = donutFields(donutTree(wanted), donutTree(answer));
      return right / (right + wrong / 2);
    };
    expect(
      differing(
        gold.donut.map(([, f1]) => f1),
        score,
      ),
    ).toEqual([]);
  });

  it('character and word error rates of jiwer, which has none for an empty gold text', () => {
    expect(differing(gold.cer, (index) => rate(characterEdits(...at(cases.cer, index))))).toEqual([]);
    expect(differing(gold.wer, (index) => rate(wordEdits(...at(cases.cer, index))))).toEqual([]);
    gold.cer.forEach((value, index) => {
      if (value === null) expect(characterEdits(...at(cases.cer, index))).toBe('empty-gold');
    });
  });
});
