import type { TensorJudgement } from './judge-tensor.ts';
import type { MergeUnit, ReadUnit } from './merge-unit.ts';
import { partlyText } from './partly-text.ts';
import type { ScaleCandidate } from './scale-candidates.ts';

/** What a merge turned out to be. `unknown` says that the files do not decide it. */
export type MergeVerdict =
  | 'merged'
  | 'not-merged'
  | 'merged-twice'
  | 'unscaled'
  | 'negated'
  | 'scale-wrong'
  | 'quantised-base'
  | 'other-base'
  | 'partly-merged'
  | 'unknown';

/** A unit that was read, with what its values say. */
export interface JudgedTensor {
  readonly unit: MergeUnit;
  readonly outcome: ReadUnit;
  readonly judgement: TensorJudgement;
}

export interface MergeConclusion {
  readonly verdict: MergeVerdict;
  /** One sentence with the numbers that decide. */
  readonly because: string;
  /** The verdict of each tensor of `judged`, at the same place. */
  readonly verdicts: readonly MergeVerdict[];
}

/** Buffers that are computed anew when a model is built, so that files may differ in them. */
const BUFFERS = /(^|\.)(inv_freq|masked_bias|position_ids|num_batches_tracked|attn\.bias)$/;
/** More than half of the deviating tensors must lie on a quantiser's grid. */
const MOST = 0.5;
/** κ below this is no trace of the update in a tensor that something else changed. */
const NO_TRACE = 0.05;
/** With a larger standard error even κ = 1 might not show. */
const MAX_CHANCE = 0.1;

/**
 * The verdict over all tensors. Unexplained values first, because nothing can be said about scales over another base; then the one
 * way of merging that explains every tensor; then tensors that were merged in different ways.
 */
export function concludeTensors(judged: readonly JudgedTensor[], initialisation: boolean | string): MergeConclusion {
  const targeted = judged.filter(({ unit }) => unit.terms.length > 0);
  const moved = targeted.filter(({ judgement }) => judgement.kappa !== undefined);
  const strange = judged.filter(
    ({ judgement, unit }) => judgement.state === 'unexplained' && !BUFFERS.test(unit.base.name),
  );
  const story =
    strange.length > 0
      ? baseStory(strange, moved, { all: judged.length, initialisation })
      : scaleStory(moved, targeted.length);
  const names = new Set(story.names);
  return {
    verdict: story.verdict,
    because: story.because,
    verdicts: judged.map((tensor) => ownVerdict(tensor, names)),
  };
}

interface Story {
  readonly verdict: MergeVerdict;
  readonly because: string;
  /** Explanations to prefer for single tensors that fit several. */
  readonly names: readonly string[];
}

interface Context {
  readonly all: number;
  readonly initialisation: boolean | string;
}

/** Initialisations that take their factors out of the base weights, so that the adapter fits a base that is not on disk. */
const CHANGES_BASE = /^(pissa|olora|loftq|corda|lora_ga)/;

function baseStory(
  strange: readonly JudgedTensor[],
  moved: readonly JudgedTensor[],
  { all, initialisation }: Context,
): Story {
  const matrices = strange.filter(({ unit }) => unit.rows > 1);
  const onGrid = matrices.filter(({ judgement }) => judgement.grid !== undefined);
  const [first] = onGrid;
  const names: readonly string[] = [];
  if (first && onGrid.length > matrices.length * MOST) {
    const quantiser = first.judgement.grid?.quantiser ?? '';
    const because = `${onGrid.length} of ${matrices.length} tensors that deviate lie on the grid of a quantised base (${quantiser})`;
    return { verdict: 'quantised-base', because, names };
  }
  const untouched = strange.filter(({ unit }) => unit.terms.length === 0);
  if (untouched.length === 0 && typeof initialisation === 'string' && CHANGES_BASE.test(initialisation)) {
    const because = `init_lora_weights is ${initialisation.slice(0, 40)}, which changed the base weights in training; that base is not on disk, so the merge cannot be checked`;
    return { verdict: 'unknown', because, names };
  }
  if (untouched.length === 0 && moved.every(isUntraced)) {
    const cause = moved.length === 0 ? 'its update is zero' : 'κ is 0 in all of them';
    const because = `${strange.length} adapted tensors were changed, but not by this adapter: ${cause}`;
    return { verdict: 'not-merged', because, names };
  }
  const because = `${strange.length} of ${all} tensors differ from base + adapter by more than rounding, ${untouched.length} of them are not adapted at all`;
  return { verdict: 'other-base', because, names };
}

/** Whether κ is 0 as far as what else is in the tensor lets it be known, and that is far enough to have seen a merge. */
function isUntraced({ judgement, outcome }: JudgedTensor): boolean {
  const chance = judgement.residual / Math.sqrt(Math.max(1, outcome.sums.count));
  return chance < MAX_CHANCE && Math.abs(judgement.kappa ?? 0) <= NO_TRACE + 5 * chance;
}

function scaleStory(moved: readonly JudgedTensor[], targeted: number): Story {
  const partly = moved.filter(({ judgement }) => judgement.state === 'partly');
  if (partly.length > 0) return partlyStory(partly, moved.length);
  if (moved.length === 0) {
    const because =
      targeted === 0
        ? 'no key of the adapter has its tensor in the base, and the merged weights are the base'
        : `the update of all ${targeted} adapted tensors is zero, so nothing can show in the merged weights`;
    return { verdict: targeted === 0 ? 'not-merged' : 'unknown', because, names: [] };
  }
  // A saved tensor in the adapter replaces the base's again and again: only pure updates tell how often and how strongly they count.
  const pure = moved.filter(({ unit }) => unit.terms.every(({ kind }) => kind === 'low-rank'));
  const deciding = pure.length > 0 ? pure : moved;
  const shared = sharedExplanation(deciding);
  if (!shared) return mixedStory(moved);
  const fits = ({ judgement }: JudgedTensor) =>
    judgement.explanations.some(
      ({ verdict }) => verdict === shared.verdict || (verdict === 'merged' && isScale(shared)),
    );
  if (!moved.every(fits)) return mixedStory(moved);
  return { verdict: shared.verdict, because: sharedBecause(shared, moved), names: [shared.verdict] };
}

function partlyStory(partly: readonly JudgedTensor[], all: number): Story {
  const [example] = partly.flatMap(({ judgement, unit }) =>
    judgement.partly ? [`${unit.base.name}: ${partlyText(judgement.partly)}`] : [],
  );
  const because = `${partly.length} of ${all} adapted tensors are base + update in a part only; ${example}`;
  return { verdict: 'partly-merged', because, names: ['merged', 'not-merged'] };
}

function isScale({ verdict }: ScaleCandidate): boolean {
  return verdict !== 'merged' && verdict !== 'not-merged';
}

/** The first explanation of the first tensor that explains all the others too. */
function sharedExplanation(tensors: readonly JudgedTensor[]): ScaleCandidate | undefined {
  const [first, ...rest] = tensors;
  return first?.judgement.explanations.find(({ verdict }) =>
    rest.every(({ judgement }) => judgement.explanations.some((other) => other.verdict === verdict)),
  );
}

function sharedBecause({ story, verdict }: ScaleCandidate, moved: readonly JudgedTensor[]): string {
  const lost = moved.filter(({ judgement }) => judgement.lost > 0.99).length;
  if (verdict === 'merged' && lost === moved.length)
    return `all ${moved.length} adapted tensors are what a right merge stores; their storage type rounds the whole update away`;
  const others =
    moved[0]?.judgement.explanations.filter((other) => other.verdict !== verdict && verdict !== 'merged') ?? [];
  const same =
    others.length === 0 ? '' : ` (the same numbers come from: ${others.map((other) => other.story).join('; ')})`;
  return `${story}, in all ${moved.length} adapted tensors${same}`;
}

function mixedStory(moved: readonly JudgedTensor[]): Story {
  const isOnly = ({ judgement }: JudgedTensor, verdict: MergeVerdict) =>
    judgement.explanations.every((candidate) => candidate.verdict === verdict);
  const without = moved.filter((tensor) => isOnly(tensor, 'not-merged'));
  const right = moved.filter((tensor) => isOnly(tensor, 'merged'));
  const names = ['merged', 'not-merged'];
  if (without.length > 0) {
    const because = `${without.length} of ${moved.length} adapted tensors are the base's, ${right.length} are base + update`;
    return { verdict: 'partly-merged', because, names };
  }
  const because = `${moved.length - right.length} of ${moved.length} adapted tensors have the update with another scale`;
  return { verdict: 'scale-wrong', because, names };
}

function ownVerdict({ judgement, unit }: JudgedTensor, names: ReadonlySet<string>): MergeVerdict {
  const { state, explanations, grid, kappa } = judgement;
  if (state === 'unexplained') return grid ? 'quantised-base' : 'other-base';
  if (state === 'partly') return 'partly-merged';
  if (unit.terms.length === 0 || kappa === undefined) return 'merged';
  const preferred = explanations.find(({ verdict }) => names.has(verdict)) ?? explanations[0];
  return preferred?.verdict ?? 'unknown';
}
