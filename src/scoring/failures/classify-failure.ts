import { viewAnswer } from './answer-view.ts';
import { FAILURE_CODES, type FailureCode, type FailureEvidence } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';
import type { FailureSample } from './failure-sample.ts';
import { findFaults } from './find-faults.ts';
import { findIncludedPrompt } from './find-included-prompt.ts';
import { goldAlarms } from './gold-alarms.ts';
import { goldTextOf } from './gold-text-of.ts';

export interface Failure {
  /** In order of precedence; empty when nothing is wrong that can be seen. */
  readonly codes: readonly FailureCode[];
  readonly evidence: readonly FailureEvidence[];
}

const PLACE: ReadonlyMap<FailureCode, number> = new Map(FAILURE_CODES.map((code, place) => [code, place]));
const FIRST_BY_COMPARISON = FAILURE_CODES.indexOf('class-wrong');
const NOTHING: Failure = { codes: [], evidence: [] };

/**
 * Names every way in which one prediction fails. What the row's own right answer shows too (a fence that the data has, a loop that is a
 * table) is no failure of the answer. The first code is the primary one, unless it cannot be trusted on this data.
 */
export function classifyFailure(sample: FailureSample, context: FailureContext): Failure {
  const goldText = goldTextOf(sample, context.task);
  if (goldText !== null && goldText === sample.output) return NOTHING;
  const included = findIncludedPrompt(sample);
  const found = included === null ? faultsOf(sample, context) : [included, ...faultsAfter(included, sample, context)];
  const evidence = found.toSorted((a, b) => placeOf(a.code) - placeOf(b.code));
  const codes = [...new Set(evidence.map(({ code }) => code))];
  return { codes, evidence };
}

/** Faults of the answer itself; those that its own right answer has too, or may have when it is not known, are left out. */
function faultsOf(sample: FailureSample, context: FailureContext): readonly FailureEvidence[] {
  const view = viewAnswer(sample, context.task);
  const found = findFaults(view, context);
  // Wrong values are wrong by comparison with the right answer, which cannot differ from itself.
  if (found.every(({ code }) => placeOf(code) >= FIRST_BY_COMPARISON)) return found;
  const own = view.goldText === null ? context.declines : goldAlarms(sample, context);
  return found.filter(({ code }) => !own.has(code));
}

/** What follows an included prompt is judged as the answer. Where the prompt ends is not always known; then nothing more is said. */
function faultsAfter(
  included: FailureEvidence,
  sample: FailureSample,
  context: FailureContext,
): readonly FailureEvidence[] {
  if (included.end >= sample.output.length) return [];
  const answer = { ...sample, output: sample.output.slice(included.end), reading: undefined, outputIds: undefined };
  const shift = included.end;
  return faultsOf(answer, context).map((fault) => ({ ...fault, start: fault.start + shift, end: fault.end + shift }));
}

function placeOf(code: FailureCode): number {
  return PLACE.get(code) ?? FAILURE_CODES.length;
}
