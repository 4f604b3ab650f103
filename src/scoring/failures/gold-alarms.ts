import { viewGold } from './answer-view.ts';
import type { FailureCode } from './failure-code.ts';
import type { FailureContext } from './failure-context.ts';
import type { FailureSample } from './failure-sample.ts';
import { findFaults } from './find-faults.ts';
import { findIncludedPrompt } from './find-included-prompt.ts';

/** The codes that the detectors give the row's right answer when it is not known to be right: false alarms, every one. */
export function goldAlarms(sample: FailureSample, context: FailureContext): ReadonlySet<FailureCode> {
  const gold = viewGold(sample, context.task);
  if (gold === null) return new Set();
  const alarms = findFaults(gold, context).map(({ code }) => code);
  const alone = { ...sample, output: gold.output, reading: undefined, outputIds: undefined, target: undefined };
  return new Set(findIncludedPrompt(alone) === null ? alarms : [...alarms, 'prompt-included' as const]);
}
