import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clue } from '../../src/causes/define-cause.ts';
import { rankDiagnoses } from '../../src/causes/rank-diagnoses.ts';
import type { Diagnosis } from '../../src/causes/weigh-causes.ts';
import type { Phase } from '../../src/checks/define-check.ts';
import { type CheckId, checks } from '../../src/checks/registry.ts';
import { failed, results } from '../support/check-results.ts';

/** A diagnosis that one strong clue speaks for: a check of its own, unless told. */
function diagnosis(id: string, phase: Phase, probability: number, told: Told = {}): Diagnosis {
  const { check = ownCheck(id), weight = 7 } = told;
  const clue: Clue = { check, when: 'fail', weight, because: 'told' };
  const cause = {
    ...{ id, title: id, phase, prior: -3, remedy: 'Mend it.', settle: { step: 'Look' } },
    clues: [clue],
  } as const;
  const speaking = results({ [check]: failed('told') }).map((result) => ({ clue, result }));
  return { cause, probability, alone: probability, rivals: [], for: speaking, against: [], unsettled: [] };
}

interface Told {
  readonly check?: CheckId;
  readonly weight?: number;
}

function ownCheck(id: string): CheckId {
  const at = [...id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % checks.length;
  return checks[at]?.id ?? 'training/loss-flat';
}

const order = (...given: Diagnosis[]) => rankDiagnoses(given).diagnoses.map(({ cause }) => cause.id);

describe('diagnoses', () => {
  it('name a cause from even odds on', () => {
    expect(order(diagnosis('even', 'G', 0.5), diagnosis('less', 'B', 0.499))).toEqual(['even']);
  });

  it('put a probable cause of an earlier phase before a sure one: data waits until the weights are settled', () => {
    expect(order(diagnosis('probable', 'B', 0.69), diagnosis('sure', 'G', 0.98))).toEqual(['probable', 'sure']);
  });

  it('put the earlier phase first, not the last per cent', () => {
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

describe('two causes with close odds', () => {
  const undecided = (...given: Diagnosis[]) =>
    rankDiagnoses(given).undecided.map(({ between }) => between.map(({ cause }) => cause.id));
  const shared = { check: 'training/loss-flat' } as const;

  it('are both named when each is measured by itself', () => {
    const both = [diagnosis('a', 'C', 0.98), diagnosis('b', 'C', 0.98)];
    expect(undecided(...both)).toEqual([]);
    expect(order(...both)).toEqual(['a', 'b']);
  });

  it('are undecided when the same failure speaks for both, in whatever phases', () => {
    const both = [diagnosis('a', 'B', 0.95, shared), diagnosis('b', 'D', 0.97, shared)];
    expect(undecided(...both)).toEqual([['a', 'b']]);
    expect(order(...both)).toEqual([]);
  });

  it('are undecided in one phase when neither has a strong clue', () => {
    const weak = { weight: 2 };
    expect(undecided(diagnosis('a', 'G', 0.6, weak), diagnosis('b', 'G', 0.7, weak))).toEqual([['b', 'a']]);
    expect(undecided(diagnosis('a', 'B', 0.6, weak), diagnosis('b', 'G', 0.7, weak))).toEqual([]);
  });

  it('are decided from odds of three to one on', () => {
    const [even, three, less] = [0.5, 0.7501, 0.7499];
    expect(order(diagnosis('a', 'G', even, shared), diagnosis('b', 'G', three, shared))).toEqual(['b', 'a']);
    expect(undecided(diagnosis('a', 'G', even, shared), diagnosis('b', 'G', less, shared))).toEqual([['b', 'a']]);
  });
});

describe('the evaluator', () => {
  it('comes after decoding: what it makes of outputs is seen once these are right', () => {
    expect(order(diagnosis('eval/x', 'E', 0.99), diagnosis('decode/y', 'E', 0.95))).toEqual(['decode/y', 'eval/x']);
  });
});
