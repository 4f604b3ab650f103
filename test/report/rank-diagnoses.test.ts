import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankDiagnoses } from '../../src/causes/rank-diagnoses.ts';
import type { Diagnosis } from '../../src/causes/weigh-causes.ts';
import type { Phase } from '../../src/checks/define-check.ts';

function diagnosis(id: string, phase: Phase, probability: number): Diagnosis {
  const cause = {
    ...{ id, title: id, phase, prior: -3, remedy: 'Mend it.', settle: { step: 'Look' } },
    clues: [{ check: 'training/loss-flat', when: 'fail', weight: 1, because: 'told' }],
  } as const;
  return { cause, probability, for: [], against: [], unsettled: [] };
}

const order = (...given: Diagnosis[]) => rankDiagnoses(given).map(({ cause }) => cause.id);

describe('diagnoses', () => {
  it('name a cause from even odds on', () => {
    expect(order(diagnosis('even', 'G', 0.5), diagnosis('less', 'B', 0.499))).toEqual(['even']);
  });

  it('put an established cause before a probable one of an earlier phase', () => {
    expect(order(diagnosis('probable', 'B', 0.89), diagnosis('established', 'G', 0.9))).toEqual([
      'established',
      'probable',
    ]);
  });

  it('put the earlier phase first among established causes, not the last per cent', () => {
    expect(order(diagnosis('data', 'G', 0.999), diagnosis('labels', 'C', 0.91))).toEqual(['labels', 'data']);
  });

  it('put the likelier first within a phase, and break ties by id', () => {
    expect(order(diagnosis('b', 'E', 0.95), diagnosis('a', 'E', 0.95), diagnosis('c', 'E', 0.97))).toEqual([
      'c',
      'a',
      'b',
    ]);
  });

  it('come in the same order however they were weighed, and leave the list as it was', () => {
    const all = [
      diagnosis('a', 'B', 0.6),
      diagnosis('b', 'B', 0.6),
      diagnosis('c', 'C', 0.95),
      diagnosis('d', 'D', 0.99),
      diagnosis('e', 'G', 0.2),
    ];
    const wanted = order(...all);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        const before = [...shuffled];
        expect(order(...shuffled)).toEqual(wanted);
        expect(shuffled).toEqual(before);
      }),
    );
  });
});
