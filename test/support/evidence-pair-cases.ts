import type { PromptComparison, PromptDifferenceKind } from '../../src/evidence/prompt-comparison.ts';
import type { Cases } from './check-tester.ts';
import { promptComparison, promptPair, promptSide, times } from './evidence-builders.ts';

export interface PairStory {
  readonly kind: PromptDifferenceKind;
  /** Another kind, which is somebody else's to report. */
  readonly neighbour: PromptDifferenceKind;
  readonly training: string;
  readonly request: string;
  /** Data of the finding beside the number of requests. */
  readonly shows: Readonly<Record<string, string | number>>;
}

/** The cases of a check that reports one kind of difference between requests and training rows. */
export function pairCases({
  kind,
  neighbour,
  training,
  request,
  shows,
}: PairStory): Cases<'promptComparison', 'differs'> {
  let at = 0;
  while (at < training.length && training[at] === request[at]) at += 1;
  const differing = promptPair([kind], {
    training: promptSide(training),
    request: promptSide(request),
    firstDifference: at,
  });
  const elsewhere = { ...promptPair([neighbour]), basis: 'same-shape' as const };
  const fails = (comparison: PromptComparison, count: string) => ({
    given: { promptComparison: comparison },
    finds: [{ message: 'differs' as const, data: { requests: `${count}`, ...shows } }],
  });
  return {
    passes: {
      'every request equals its training row': { promptComparison: promptComparison(times(20, promptPair())) },
      'requests differ in another way, which another check reports': {
        promptComparison: promptComparison(times(20, elsewhere)),
      },
      'one odd request among forty': { promptComparison: promptComparison([...times(39, promptPair()), differing]) },
    },
    fails: {
      'every request differs': fails(promptComparison(times(20, differing)), '20 of 20 requests'),
      'one in twenty differs': fails(
        promptComparison([...times(19, promptPair()), differing]),
        '1 of 20 requests (5 %)',
      ),
      'requests differ in this and in another way': fails(
        promptComparison([...times(3, promptPair()), { ...differing, kinds: [neighbour, kind] }]),
        '1 of 4 requests (25 %)',
      ),
      'a token-for-token pair is shown rather than one of the same shape': fails(
        promptComparison([{ ...elsewhere, kinds: [kind] }, differing]),
        '2 of 2 requests',
      ),
    },
    unknown: { 'no request could be matched with a training row': { promptComparison: promptComparison([], 7) } },
  };
}
