import type { CheckOutcome, CheckResult } from '../checks/run-checks.ts';
import { fillMessage } from './fill-message.ts';
import type { ReportCheck, ReportFinding } from './report.ts';

const SIDE_BY_SIDE =
  'the served weights beside the base they were made from, and the adapter where there is one (--base DIR --served DIR)';

// Which file would let a blocked check run, by the artifact it lacks.
const SETTLES: Readonly<Record<string, string>> = {
  trainData: 'the training rows (train_data in lockstep.yaml)',
  evalData: 'the evaluation rows (eval_data in lockstep.yaml)',
  capture: 'capture/batches.jsonl, written by the capture probe in the training script',
  requests: 'inference/requests.jsonl with the prompts as they were sent',
  generation: 'inference/generation.json with the decoding settings',
  predictions: 'predictions.jsonl',
  basePredictions: 'predictions.base.jsonl: the same prompts answered by the base model',
  tokenizer: 'tokenizer.json of the training folder',
  servedTokenizer: 'tokenizer.json of the served folder',
  templates: 'chat_template.jinja of the training folder',
  sideFiles: 'preprocessor_config.json and the GGUF file of the served folder',
  adapterConfig: 'adapter_config.json',
  adapterWeights: 'adapter_model.safetensors',
  baseWeights: 'the base model (base in lockstep.yaml, or --base DIR)',
  servedWeights: 'the served weights (served in lockstep.yaml, or --served DIR)',
  weightComparison: SIDE_BY_SIDE,
  mergeProof: SIDE_BY_SIDE,
  trainerState: 'checkpoint-*/trainer_state.json',
  trainingSettings: 'training_args.bin',
  labelFacts:
    'the training rows, and the training folder as TRL leaves it (training_args.bin, README.md, tokenizer.json)',
  task: 'the task in lockstep.yaml',
};

/** Check results as the report shows them: messages filled in, places kept, and what would let the others run. */
export function reportChecks(results: readonly CheckResult[]): ReportCheck[] {
  return results.map(({ check, outcome }) => {
    const settle = settleOf(outcome);
    return {
      id: check.id,
      title: check.title,
      severity: check.severity,
      phase: check.phase,
      ...(check.clause === undefined ? {} : { clause: check.clause }),
      outcome: outcome.kind,
      because: becauseOf(outcome),
      ...(settle === undefined ? {} : { settle }),
      findings:
        outcome.kind === 'fail' ? outcome.findings.map((finding) => reportFinding(finding, check.messages)) : [],
    };
  });
}

/** What the check saw, in one sentence. */
export function sawOf({ check, outcome }: CheckResult): string {
  if (outcome.kind !== 'fail') return becauseOf(outcome);
  const [finding] = outcome.findings;
  return reportFinding(finding, check.messages).what;
}

function reportFinding(
  {
    message,
    data,
    places,
  }: { message: string; data: ReportFinding['data']; places: readonly ReportFinding['places'][number][] },
  messages: CheckResult['check']['messages'],
): ReportFinding {
  const text = messages[message];
  if (text === undefined) throw new Error(`a check produced the message ${message}, which it does not define`);
  return {
    message,
    what: fillMessage(text.what, data),
    why: fillMessage(text.why, data),
    fix: fillMessage(text.fix, data),
    data: { ...data },
    places: [...places],
  };
}

function becauseOf(outcome: CheckOutcome): string {
  switch (outcome.kind) {
    case 'pass':
      return outcome.saw;
    case 'fail':
      return '';
    case 'unknown':
    case 'not-applicable':
    case 'blocked':
      return outcome.because;
    case 'crashed':
      return `Lockstep failed here, which is a bug: ${outcome.reason}`;
  }
}

export function settleOf(outcome: CheckOutcome): string | undefined {
  if (outcome.kind === 'unknown') return outcome.settle;
  if (outcome.kind !== 'blocked') return undefined;
  const files = [...new Set(outcome.by.flatMap((name) => SETTLES[name] ?? []))];
  return files.length > 0 ? files.join(', and ') : undefined;
}
