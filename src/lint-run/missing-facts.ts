import type { Gathered } from '../evidence/gathered.ts';
import { unfoundReason } from '../evidence/unfound-reason.ts';
import type { Result } from '../lib/result.ts';
import type { DataReport } from '../report/data-report.ts';
import type { TrainingPlan } from './training-plan.ts';

export interface KnownSides {
  readonly evaluation: Gathered<unknown>;
  readonly tokens: Result<unknown>;
  readonly plan: TrainingPlan;
}

/** What could not be told, with the file or option that would tell it. */
export function missingFacts({ evaluation, tokens, plan }: KnownSides): DataReport['missing'] {
  const wanted = [
    evaluation.state !== 'found' && {
      fact: 'overlap with the evaluation, clean scores, nearest neighbours',
      needs: evaluation.state === 'absent' ? 'evaluation data: --eval FILE' : unfoundReason(evaluation),
    },
    !tokens.ok && { fact: 'lengths in tokens, truncation', needs: tokens.problem.reason },
    plan.epochs === undefined && { fact: 'how often rows are seen', needs: 'training_args.bin or trainer_state.json' },
    plan.method === undefined && {
      fact: 'whether settings are usual',
      needs: 'adapter_config.json of the trained LoRA adapter, or the weights of a fully tuned model',
    },
  ];
  return wanted.filter((one) => one !== false);
}
