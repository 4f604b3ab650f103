import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cause, Clue } from '../../src/causes/define-cause.ts';
import { weighCauses } from '../../src/causes/weigh-causes.ts';
import type { CheckResult } from '../../src/checks/run-checks.ts';
import { failed, passed, results, unknown } from '../support/check-results.ts';

const clue = (given: Partial<Clue>): Clue => ({
  check: 'training/loss-flat',
  when: 'fail',
  weight: 2,
  because: 'told',
  ...given,
});

function cause(first: Partial<Clue>, ...rest: Partial<Clue>[]): Cause {
  return {
    id: 'told/cause',
    title: 'Told',
    phase: 'G',
    prior: -3,
    clues: [clue(first), ...rest.map(clue)],
    remedy: 'Mend it.',
    settle: { step: 'Look' },
  };
}

function weigh(one: Cause, given: readonly CheckResult[]) {
  const [diagnosis] = weighCauses([one], given);
  if (diagnosis === undefined) throw new Error('one cause gives one diagnosis');
  return { ...diagnosis, logOdds: Math.log(diagnosis.probability / (1 - diagnosis.probability)) };
}

const flat = results({ 'training/loss-flat': failed('flat'), 'adapter/movement-tiny': failed('tiny') });

describe('the weight of a cause', () => {
  it('is its prior when nothing was seen', () => {
    const { logOdds, for: speaking, unsettled } = weigh(cause({}), []);
    expect(logOdds).toBeCloseTo(-3, 9);
    expect([...speaking, ...unsettled]).toEqual([]);
  });

  it('is the prior and every clue that applies', () => {
    expect(weigh(cause({}, { check: 'adapter/movement-tiny', weight: 1.5 }), flat).logOdds).toBeCloseTo(0.5, 9);
  });

  it('counts clues of one root once, by the strongest', () => {
    const two = cause({ group: 'root' }, { check: 'adapter/movement-tiny', weight: 1.5, group: 'root' });
    const { logOdds, for: speaking } = weigh(two, flat);
    expect(logOdds).toBeCloseTo(-1, 9);
    expect(speaking.map(({ clue: { check } }) => check)).toEqual(['training/loss-flat']);
  });

  it('lets the strongest of a root speak against', () => {
    const two = cause({ group: 'root' }, { check: 'adapter/movement-tiny', weight: -4, group: 'root' });
    const { logOdds, against, for: speaking } = weigh(two, flat);
    expect(logOdds).toBeCloseTo(-7, 9);
    expect(against).toHaveLength(1);
    expect(speaking).toEqual([]);
  });

  it('hears a clue about one message only when that message was found', () => {
    const rose = cause({ check: 'training/loss-not-finite', message: 'rose' });
    const run = (message: string) => weigh(rose, results({ 'training/loss-not-finite': failed(message) })).logOdds;
    expect(run('rose')).toBeCloseTo(-1, 9);
    expect(run('notFinite')).toBeCloseTo(-3, 9);
  });

  it('hears what a check passed as well as what it failed', () => {
    const both = cause({ weight: 6 }, { when: 'pass', weight: -5 });
    expect(weigh(both, results({ 'training/loss-flat': passed() })).logOdds).toBeCloseTo(-8, 9);
    expect(weigh(both, flat).logOdds).toBeCloseTo(3, 9);
  });

  it('leaves open what a check could not tell, once for two clues about it', () => {
    const both = cause({ weight: 6 }, { when: 'pass', weight: -5 });
    const run = weigh(both, results({ 'training/loss-flat': unknown('no log') }));
    expect(run.logOdds).toBeCloseTo(-3, 9);
    expect(run.unsettled.map(({ clue: { check } }) => check)).toEqual(['training/loss-flat']);
  });

  it('takes a check that does not apply for settled', () => {
    const given = results({ 'training/loss-flat': { kind: 'not-applicable', because: 'no training' } });
    expect(weigh(cause({}), given).unsettled).toEqual([]);
  });

  it('lists what speaks for it by weight', () => {
    const { for: speaking } = weigh(cause({ weight: 1 }, { check: 'adapter/movement-tiny', weight: 3 }), flat);
    expect(speaking.map(({ clue: { weight } }) => weight)).toEqual([3, 1]);
  });

  it('is a probability, and rises with every clue for it', () => {
    const weights = fc.double({ min: 0.01, max: 8, noNaN: true });
    fc.assert(
      fc.property(weights, weights, (a, b) => {
        const one = weigh(cause({ weight: a }), flat).probability;
        const two = weigh(cause({ weight: a }, { check: 'adapter/movement-tiny', weight: b }), flat).probability;
        expect(one).toBeGreaterThan(0);
        expect(two).toBeLessThan(1);
        expect(two).toBeGreaterThan(one);
      }),
    );
  });
});

describe('a cause with a rival', () => {
  const rival = {
    cause: 'told/other',
    because: 'it looks the same',
    toldApartBy: [
      { check: 'adapter/movement-tiny', when: 'verdict' },
      { check: 'labels/answer-cut', when: 'fail' },
    ],
  } as const;
  const rivalled: Cause = { ...cause({ weight: 8 }), rivals: [rival] };
  const flatOnly = { 'training/loss-flat': failed('flat') } as const;
  const given = (more: Parameters<typeof results>[0]) => weigh(rivalled, results({ ...flatOnly, ...more }));

  it('shares its odds while nothing tells them apart, and is then never more likely than not', () => {
    const open = given({ 'adapter/movement-tiny': unknown('no base') });
    expect(open.alone).toBeGreaterThan(0.99);
    expect(open.probability).toBeLessThan(0.5);
    expect(open.rivals[0]?.waiting.map(({ check }) => check.id)).toEqual(['adapter/movement-tiny']);
  });

  it('keeps its odds once a check says something either way, where any verdict will do', () => {
    for (const outcome of [passed(), failed('tiny'), { kind: 'not-applicable', because: 'no' } as const])
      expect(given({ 'adapter/movement-tiny': outcome }).rivals).toEqual([]);
  });

  it('keeps its odds only by the outcome that tells them apart, where one is named', () => {
    expect(given({ 'labels/answer-cut': passed() }).rivals).toHaveLength(1);
    expect(given({ 'labels/answer-cut': failed('cut') }).rivals).toEqual([]);
  });
});
