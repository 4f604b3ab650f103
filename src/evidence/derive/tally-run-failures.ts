import { type FailureContext, failureContext } from '../../scoring/failures/failure-context.ts';
import type { FailureSample } from '../../scoring/failures/failure-sample.ts';
import { goldTextOf } from '../../scoring/failures/gold-text-of.ts';
import { type FailureTally, tallyFailures } from '../../scoring/failures/tally-failures.ts';
import type { Task } from '../../scoring/task.ts';
import type { GatheredEvidence } from '../evidence.ts';
import type { Prediction } from '../predictions.ts';
import { promptTexts } from './prompt-texts.ts';

export type Prompts = Pick<GatheredEvidence, 'requests' | 'tokenizer'>;

/** Names what is wrong with every prediction, as far as the recorded prompts allow, after trying every detector on the right answers. */
export function tallyRunFailures(predictions: readonly Prediction[], task: Task, prompts: Prompts): FailureTally {
  const samples = samplesOf(predictions, prompts);
  return tallyFailures(samples, contextOf(samples, task));
}

function contextOf(samples: readonly FailureSample[], task: Task): FailureContext {
  const answers = samples.flatMap((sample) => {
    const text = goldTextOf(sample, task);
    return text === null ? [] : [{ text }];
  });
  return failureContext({ task, prompts: samples.flatMap(({ prompts = [] }) => prompts.slice(0, 1)), answers });
}

function samplesOf(predictions: readonly Prediction[], { requests, tokenizer }: Prompts): readonly FailureSample[] {
  const sent = new Map(requests.state === 'found' ? requests.value.rows.map((row) => [row.id, row]) : []);
  const decoder = tokenizer.state === 'found' ? tokenizer.value : undefined;
  return predictions.map(({ id, output, outputIds, finishReason, gold, target }): FailureSample => {
    const request = sent.get(id);
    return {
      ...{ id, output, outputIds, finishReason, gold, target },
      ...(request === undefined ? {} : { prompts: promptTexts(request, decoder), promptIds: request.promptIds }),
    };
  });
}
