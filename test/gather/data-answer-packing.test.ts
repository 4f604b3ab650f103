import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/formats/json.ts';
import { dataAnswerPacking } from '../../src/gather/data-answer-packing.ts';
import type { DataAnswer } from '../../src/gather/data-answers.ts';

const { pack, unpack } = dataAnswerPacking;
const text = fc.string({ unit: 'binary', maxLength: 12 });
const scalar = fc.oneof(text, fc.double(), fc.boolean(), fc.constant(null), fc.constantFrom(-0, 2 ** 53, 1e21, 0.1));

/** As rows are read: objects without a prototype. */
const gold = fc.json({ noUnicodeString: false }).map((json) => {
  const parsed = parseJson(json);
  return parsed.ok ? parsed.value.value : null;
});

describe('a row of data that is kept as text', () => {
  it('comes back as it was, or is not packed', () => {
    const answers = fc.record(
      { gold: fc.oneof(gold, scalar), target: text, prompt: text, columns: fc.dictionary(text, scalar) },
      { requiredKeys: ['columns'] },
    );
    fc.assert(
      fc.property(answers, (answer: DataAnswer) => {
        const packed = pack(answer);
        if (packed !== undefined) expect(unpack(packed)).toEqual(answer);
      }),
      { numRuns: 500 },
    );
  });

  it('is packed unless JSON would change it', () => {
    const columns = { site: 'north', lines: 12 };
    expect(unpack(pack({ gold: { dose: ['5 mg', 0.5] }, columns }) ?? '')).toEqual({
      gold: { dose: ['5 mg', 0.5] },
      columns,
    });
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -0, 2 ** 53, 1e21]) {
      expect(pack({ gold: { dose: [value] }, columns })).toBeUndefined();
      expect(pack({ columns: { ...columns, lines: value } })).toBeUndefined();
    }
  });
});
