import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/formats/json-value.ts';
import { gemma4 } from '../../src/labels/vision/gemma4-tokens.ts';
import { qwenVl } from '../../src/labels/vision/qwen-vl-tokens.ts';
import type { VisionProcessor } from '../../src/labels/vision/vision-processor.ts';
import type { Result } from '../../src/lib/result.ts';
import { anls } from '../../src/scoring/metrics/anls.ts';
import { anlsStar } from '../../src/scoring/metrics/anls-star.ts';
import { characterEdits } from '../../src/scoring/metrics/character-edits.ts';
import { donutAccuracy } from '../../src/scoring/metrics/donut-accuracy.ts';
import { donutFields } from '../../src/scoring/metrics/donut-fields.ts';
import { donutTree } from '../../src/scoring/metrics/donut-tree.ts';
import type { Edits, NoEdits } from '../../src/scoring/metrics/edits.ts';
import { wordEdits } from '../../src/scoring/metrics/word-edits.ts';
import { deviations } from '../support/deviations.ts';

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
interface ImageSizes {
  /** Without the limit that a side is at least one `factor`. */
  sr: [height: number, width: number, factor: number, height: number, width: number][];
  g4: [height: number, width: number, softTokens: number, size: [height: number, width: number] | null][];
}

const load = (name: string) => JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8'));
const cases: Cases = present ? load('cases.json') : { anls: [], star: [], donut: [], cer: [] };
const gold: Gold = present ? load('gold.json') : { anls: [], star: [], donut: [], cer: [], wer: [] };
const EXACT = 1e-9;

/** Not a number where there is none: too long, or an empty gold text. */
const rate = (edits: Edits | NoEdits): number => (typeof edits === 'string' ? Number.NaN : edits.edits / edits.length);

describe.skipIf(!present)('scores equal those of the reference programs', () => {
  const { note, largest, table } = deviations('Reference figures of scoring: kind, compared, largest deviation');
  afterAll(() => {
    process.stdout.write(table());
  });

  it('ANLS as the official script computes it', () => {
    for (const [index, [answer, accepted]] of cases.anls.entries()) {
      const ours = Math.max(...accepted.map((text) => anls(answer, text)?.official ?? Number.NaN));
      note('ANLS', ours, gold.anls[index] ?? Number.NaN);
    }
    expect(largest('ANLS')).toBeLessThan(EXACT);
  });

  it('ANLS*, but for three ties between equally good assignments', () => {
    let ties = 0;
    for (const [index, [score]] of gold.star.entries()) {
      const [wanted, answer] = cases.star[index] ?? [null, null];
      const ours = anlsStar(wanted, answer)?.upstream;
      // The reference program stops at an empty list beside a string; nothing of it was answered.
      if (score === null) expect(ours).toBe(0);
      else if (Math.abs((ours ?? Number.NaN) - score) < EXACT) note('ANLS*', ours, score);
      else ties++;
    }
    expect(ties).toBeLessThanOrEqual(3);
    expect(largest('ANLS*')).toBeLessThan(EXACT);
  });

  it("Donut's accuracy and F1, which has none where nothing was asked and nothing given", () => {
    for (const [index, [answer, wanted]] of cases.donut.entries()) {
      const [accuracy, f1] = gold.donut[index] ?? [Number.NaN, Number.NaN];
      if (typeof accuracy === 'number')
        note('Donut accuracy', donutAccuracy(donutTree(wanted), donutTree(answer)), accuracy);
      const { right, wrong } = donutFields(donutTree(wanted), donutTree(answer));
      if (typeof f1 === 'number') note('Donut F1', right / (right + wrong / 2), f1);
      else expect([f1, right, wrong]).toEqual(['ZDE', 0, 0]);
    }
    expect(largest('Donut accuracy')).toBeLessThan(EXACT);
    expect(largest('Donut F1')).toBeLessThan(EXACT);
  });

  it('character and word error rates of jiwer, which has none for an empty gold text', () => {
    for (const [index, [wanted, answer]] of cases.cer.entries()) {
      const [cer, wer] = [gold.cer[index] ?? null, gold.wer[index] ?? null];
      if (cer === null) expect(characterEdits(wanted, answer)).toBe('empty-gold');
      else note('character error rate', rate(characterEdits(wanted, answer)), cer);
      if (wer === null) expect(wordEdits(wanted, answer)).toBe('empty-gold');
      else note('word error rate', rate(wordEdits(wanted, answer)), wer);
    }
    expect(largest('character error rate')).toBeLessThan(EXACT);
    expect(largest('word error rate')).toBeLessThan(EXACT);
  });
});

function processor(built: Result<VisionProcessor>): VisionProcessor {
  if (!built.ok) throw new Error('the settings are not understood');
  return built.value;
}

describe.skipIf(!present)('image tokens equal those of the image processors', () => {
  const sizes: ImageSizes = present ? load('gold_ml.json') : { sr: [], g4: [] };
  const none = { name: undefined, imageType: undefined, own: {}, image: {}, call: {} };

  it('Qwen: smart_resize', () => {
    const budgets = [256, 1280, 16_384];
    // These were made as qwen-vl-utils does, which lifts a side that rounds to nothing to one `factor`; transformers 5.18 does not.
    const rounded = sizes.sr
      .map((one, at) => ({ one, at }))
      .filter(({ one: [height, width, factor] }) => Math.min(height, width) > factor / 2);
    const different = rounded.filter(({ one: [height, width, factor, toHeight, toWidth], at }) => {
      const size = { shortest_edge: 4 * factor ** 2, longest_edge: (budgets[at % 3] ?? 0) * factor ** 2 };
      const expanded = processor(qwenVl({ ...none, image: { patch_size: factor / 2, size } })).expand({
        height,
        width,
      });
      const wanted = (Math.max(factor, toHeight) / factor) * (Math.max(factor, toWidth) / factor);
      return !expanded.ok || expanded.value.tokens !== wanted;
    });
    expect(rounded.length).toBeGreaterThan(0.95 * sizes.sr.length);
    expect(different).toEqual([]);
  });

  it('Gemma 4: the largest size within a budget, and none for what cannot be resized', () => {
    const different = sizes.g4.filter(([height, width, max_soft_tokens, to]) => {
      const expanded = processor(gemma4({ ...none, image: { max_soft_tokens } })).expand({ height, width });
      if (to === null) return expanded.ok;
      return !expanded.ok || expanded.value.tokens !== (to[0] / 48) * (to[1] / 48);
    });
    expect(sizes.g4.length).toBeGreaterThan(0);
    expect(different).toEqual([]);
  });
});
