import type { ClauseId } from '../checks/define-check.ts';
import type { CheckId } from '../checks/registry.ts';
import type { CheckResult } from '../checks/run-checks.ts';

export interface JudgedClause {
  readonly id: ClauseId;
  readonly title: string;
  readonly state: 'holds' | 'broken' | 'unknown';
  readonly because: string;
  readonly settle?: string;
}

const LABELS_FIRST = 'mend answer-only-loss first, then capture a few batches again';

interface ClauseRule {
  readonly id: ClauseId;
  readonly title: string;
  /** Every group needs a check that passed; what none of a group's checks could tell is what is missing. */
  readonly proof: readonly { readonly anyOf: readonly CheckId[]; readonly settle: string }[];
  /** Checks that few runs have the files for: what they saw is said when they passed, and not asked for when they did not run. */
  readonly witnesses?: readonly CheckId[];
}

const CAPTURE =
  "capture a few batches from the trainer's own collator, with packing and padding_free off, into capture/batches.jsonl (python/lockstep_capture.py)";
const REQUESTS = 'log requests as they are really sent, with their token ids, into inference/requests.jsonl';

const TRAINING_ROWS = 'put the training rows into the run folder (train_data in lockstep.yaml)';

const TOKENIZER = 'put tokenizer.json and tokenizer_config.json into the run folder';

/** What to get when an artifact is not there. Derived ones are named by the file that usually lacks. */
const missing: Readonly<Record<string, string>> = {
  capture: CAPTURE,
  tokenizer: TOKENIZER,
  requests: REQUESTS,
  trainData: TRAINING_ROWS,
  predictions: 'write what was answered into predictions.jsonl, with the ids of the requests',
  basePredictions: 'answer the same prompts with the base model and write them into predictions.base.jsonl',
  trainerState: 'put checkpoint-*/trainer_state.json into the run folder',
  trainingSettings: 'put training_args.bin into the run folder',
};

// The four clauses of design.md section 1 and what has to be seen before one of them holds.
const rules: readonly ClauseRule[] = [
  {
    id: 'adapter-active',
    title: 'The weights that answer are base + trained adapter',
    proof: [
      {
        anyOf: ['adapter/update-zero'],
        settle: 'put adapter_model.safetensors and adapter_config.json into the run folder, if an adapter was trained',
      },
      { anyOf: ['adapter/weights-not-finite'], settle: 'put adapter_model.safetensors into the run folder' },
      { anyOf: ['adapter/keys-unmatched'], settle: 'pass the base model with --base /path/to/base' },
      {
        anyOf: ['adapter/outputs-equal-base', 'scoring/training-rows-below-floor'],
        settle: 'answer the same prompts with the base model and write them into predictions.base.jsonl',
      },
    ],
    witnesses: ['adapter/merge-scale-off'],
  },
  {
    id: 'answer-only-loss',
    title: 'The loss covers the answer and its end-of-turn token, and nothing else',
    proof: [
      { anyOf: ['labels/prompt-supervised'], settle: CAPTURE },
      { anyOf: ['labels/answer-cut'], settle: CAPTURE },
      { anyOf: ['labels/end-of-turn-unsupervised'], settle: CAPTURE },
      { anyOf: ['labels/answer-start-shifted'], settle: CAPTURE },
      { anyOf: ['labels/row-all-masked'], settle: CAPTURE },
    ],
  },
  {
    id: 'same-rendering',
    title: 'The prompt sent at inference is the prompt that was trained, token for token',
    proof: [
      { anyOf: ['render/role-markers-differ'], settle: REQUESTS },
      { anyOf: ['render/system-prompt-differs'], settle: REQUESTS },
      { anyOf: ['render/bos-count-differs'], settle: REQUESTS },
    ],
  },
  {
    id: 'honest-scoring',
    title: 'Only generated text is scored, decoding is greedy and ends by itself, failures are not classes',
    proof: [
      {
        anyOf: ['decode/sampling-enabled'],
        settle: 'write the decoding settings that were used into inference/generation.json',
      },
      { anyOf: ['decode/prompt-included'], settle: 'write requests and predictions with the same ids' },
      {
        anyOf: ['decode/stop-set-incomplete', 'decode/end-of-turn-passed'],
        settle: 'write eos_token_id into inference/generation.json',
      },
    ],
  },
];

/** A clause is broken when a critical check of it failed, holds when all that it needs was seen, and is unknown otherwise. */
export function judgeClauses(results: readonly CheckResult[]): readonly JudgedClause[] {
  return rules.map((rule) => judge(rule, results));
}

function judge({ id, title, proof, witnesses = [] }: ClauseRule, results: readonly CheckResult[]): JudgedClause {
  const own = results.filter(({ check }) => check.clause === id && check.severity === 'critical');
  const failed = own.filter(({ outcome }) => outcome.kind === 'fail');
  if (failed.length > 0) return { id, title, state: 'broken', because: failed.map(({ check }) => check.id).join(', ') };
  const byId = new Map(results.map((result) => [result.check.id, result]));
  const passed = (check: CheckId) => byId.get(check)?.outcome.kind === 'pass';
  const open = proof.find(({ anyOf }) => !anyOf.some(passed));
  if (open !== undefined) {
    const settle = waitsForLabels(id, open.anyOf, byId) ? LABELS_FIRST : settleBy(open, byId);
    return { id, title, state: 'unknown', because: openBecause(open.anyOf, byId), settle };
  }
  const seen = [...proof.flatMap(({ anyOf }) => anyOf.filter(passed).slice(0, 1)), ...witnesses.filter(passed)];
  const saws = seen
    .map((check) => byId.get(check)?.outcome)
    .flatMap((outcome) => (outcome?.kind === 'pass' ? [outcome.saw] : []));
  return { id, title, state: 'holds', because: [...new Set(saws)].join('; ') };
}

/** Renderings and stop tokens are compared with captured rows: while no answer is in them there is nothing to compare with. */
function waitsForLabels(id: ClauseId, checks: readonly CheckId[], results: ReadonlyMap<string, CheckResult>): boolean {
  if (id !== 'same-rendering' && id !== 'honest-scoring') return false;
  const isBroken = [...results.values()].some(
    ({ check, outcome }) =>
      check.clause === 'answer-only-loss' && check.severity === 'critical' && outcome.kind === 'fail',
  );
  const needsRows = checks.some((check) => {
    const needs = results.get(check)?.check.needs ?? [];
    return needs.includes('promptComparison') || needs.includes('trainedRows');
  });
  return isBroken && needsRows;
}

/** The file that the check with the fewest missing files lacks; each check of a group would do. */
function settleBy({ anyOf, settle }: ClauseRule['proof'][number], results: ReadonlyMap<string, CheckResult>): string {
  const ways = anyOf.flatMap((check) => {
    const steps = stepsFor(results.get(check), results);
    return steps === undefined ? [] : [steps];
  });
  const fewest = Math.min(...ways.map((steps) => steps.length));
  const cheapest = ways.filter((steps) => steps.length === fewest).map((steps) => steps.join(', and '));
  return cheapest.length > 0 ? [...new Set(cheapest)].join(', or ') : settle;
}

/** Undefined where no file is known that would do. */
function stepsFor(
  result: CheckResult | undefined,
  results: ReadonlyMap<string, CheckResult>,
): readonly string[] | undefined {
  if (result === undefined) return undefined;
  const { check, outcome } = result;
  // Answers are found in captured rows by the training rows: without these a capture says little.
  const readsRows = check.needs.includes('trainedRows') || check.needs.includes('promptComparison');
  if (outcome.kind === 'unknown' && readsRows && lacks('labels/answer-absent', 'trainData', results))
    return [TRAINING_ROWS];
  if (outcome.kind === 'unknown') return outcome.settle === undefined ? undefined : [outcome.settle];
  if (outcome.kind !== 'blocked') return undefined;
  const steps = outcome.by.flatMap((name) => {
    if (name === 'trainedRows') return stepsForRows(results);
    if (name !== 'promptComparison') return missing[name] ?? [];
    return lacks('labels/prompt-supervised', 'trainedRows', results) ? stepsForRows(results) : [REQUESTS];
  });
  return steps.length > 0 ? [...new Set(steps)] : undefined;
}

/** Captured rows are read with the tokenizer. */
function stepsForRows(results: ReadonlyMap<string, CheckResult>): readonly string[] {
  const isUnread = lacks('evidence/token-unknown', 'tokenizer', results);
  const isCaptured = !lacks('evidence/token-unknown', 'capture', results);
  return [...(isUnread ? [TOKENIZER] : []), ...(isUnread && isCaptured ? [] : [CAPTURE])];
}

function lacks(check: CheckId, artifact: string, results: ReadonlyMap<string, CheckResult>): boolean {
  const outcome = results.get(check)?.outcome;
  return outcome?.kind === 'blocked' && outcome.by.some((name) => name === artifact);
}

function openBecause(checks: readonly CheckId[], results: ReadonlyMap<string, CheckResult>): string {
  const reasons = checks.flatMap((check) => {
    const outcome = results.get(check)?.outcome;
    if (outcome === undefined || outcome.kind === 'pass' || outcome.kind === 'fail') return [];
    return outcome.kind === 'crashed' ? [`${check} crashed`] : outcome.because.split('; ');
  });
  return [...new Set(reasons)].join('; ') || 'nothing that would show it was found';
}
