import { concludeTensors, type JudgedTensor, type MergeVerdict } from '../adapter/conclude-merge.ts';
import { judgeTensor, type TensorJudgement } from '../adapter/judge-tensor.ts';
import type { UnitOutcome } from '../adapter/merge-unit.ts';
import { partlyText } from '../adapter/partly-text.ts';
import { SAMPLED_BANDS, unseenShare } from '../adapter/sample-bands.ts';
import type { MergeProof, ModuleProof } from '../evidence/merge-proof.ts';
import type { MergePlan } from './merge-plan.ts';

/** The verdict from the outcomes of all units of a plan, in any order. */
export function concludeMerge(plan: MergePlan, outcomes: readonly UnitOutcome[]): MergeProof {
  const judged: JudgedTensor[] = [];
  const problems = [...plan.problems];
  for (const outcome of outcomes.toSorted((one, other) => one.id - other.id)) {
    const unit = plan.units[outcome.id];
    if (!unit) continue;
    if (outcome.state === 'read') judged.push({ unit, outcome, judgement: judgeTensor(outcome) });
    else problems.push({ path: unit.base.name, reason: outcome.reason });
  }
  const { verdict, because, verdicts } = concludeTensors(judged, plan.settings.initialisation);
  const untouched = judged.filter(({ unit }) => unit.terms.length === 0);
  const different = untouched.filter(({ judgement }) => judgement.state === 'unexplained');
  const modules = judged.flatMap((tensor, at) =>
    tensor.unit.terms.length === 0 ? [] : [moduleProof(tensor, verdicts[at])],
  );
  const unexplained = judged.filter(({ judgement }) => judgement.state === 'unexplained');
  const final = withGaps(
    { verdict, because },
    { problems, plan, compared: modules.length, unexplained: unexplained.map(({ unit }) => unit.base.name) },
  );
  const wrong = modules.filter((module) => module.verdict !== 'merged').map(({ tensor }) => tensor);
  return {
    ...final,
    modules,
    untrained: modules.length > 0 && modules.every(isUntrained),
    disagreeing: [...wrong, ...different.map(({ unit }) => unit.base.name)],
    untouched: {
      compared: untouched.length,
      equal: untouched.length - different.length,
      different: different.map(({ unit }) => unit.base.name),
    },
    missing: plan.missing,
    added: plan.added,
    reshaped: plan.reshaped,
    problems,
    keyMap: plan.keyMap,
    settings: plan.settings,
    reading: {
      exact: plan.exact,
      tensorsRead: judged.length,
      tensors: plan.units.length,
      bytesRead: judged.reduce((sum, { outcome }) => sum + outcome.bytesRead, 0),
      bytesTotal: plan.bytesTotal,
      unseenShare: plan.exact ? 0 : unseenShare(SAMPLED_BANDS),
    },
  };
}

interface Gaps {
  readonly problems: MergeProof['problems'];
  readonly plan: MergePlan;
  readonly compared: number;
  readonly unexplained: readonly string[];
}

/**
 * Names under which quantisers store what a packed or scaled tensor is multiplied by (compressed-tensors, GPTQ, AWQ, bitsandbytes, FP8).
 */
const STORED_SCALES = /(^|[._])(weight_scale(_inv)?|scales?|qweight|qzeros|absmax|quant_state\.\w+|SCB|weight_packed)$/;
/** Verdicts that rest on the values being the weights themselves. */
const NEEDS_PLAIN_VALUES: ReadonlySet<MergeVerdict> = new Set([
  'other-base',
  'quantised-base',
  'scale-wrong',
  'not-merged',
]);

/** What could not be compared takes nothing from a fault that was found, but nothing is called merged over it. */
function withGaps(found: Pick<MergeProof, 'verdict' | 'because'>, gaps: Gaps): typeof found {
  const { problems, plan, compared } = gaps;
  const [first] = problems;
  const scale = plan.added.find((name) => STORED_SCALES.test(name));
  if (scale !== undefined && NEEDS_PLAIN_VALUES.has(found.verdict)) {
    const because = `the merged weights are stored quantised, with scales in tensors of their own (${scale}), which this proof does not undo`;
    return { verdict: 'unknown', because };
  }
  if (first && compared === 0)
    return { verdict: 'unknown', because: `no adapted tensor could be compared: ${first.path}: ${first.reason}` };
  if (found.verdict === 'other-base' && gaps.unexplained.every(isUnusable(gaps))) {
    const because = `${gaps.unexplained.length} tensors differ from the base, and what the adapter has for them cannot be used: ${whyUnusable(gaps)}`;
    return { verdict: 'unknown', because };
  }
  if (found.verdict !== 'merged') return found;
  if (first) {
    const because = `${compared} adapted tensors are base + update, but ${problems.length} could not be compared: ${first.path}: ${first.reason}`;
    return { verdict: 'unknown', because };
  }
  const lost = lostModules(plan.keyMap);
  return lost === undefined
    ? found
    : { verdict: 'partly-merged', because: `${compared} adapted tensors are base + update, but ${lost}` };
}

function whyUnusable({ problems: [first], plan: { keyMap }, unexplained }: Gaps): string {
  const [half] = keyMap.halves;
  const [unmatched] = keyMap.unmatchedUpdates;
  if (first) return `${first.path}: ${first.reason}`;
  if (half !== undefined) return `A or B is without its other half (${half})`;
  if (unmatched !== undefined) return `its keys have names that the base has not (${unmatched})`;
  return `it has no factors for them, and has for the same modules of other layers (${unexplained[0]})`;
}

/** Modules of the adapter whose update no merge can have. */
function lostModules({ unmatchedUpdates, halves }: MergePlan['keyMap']): string | undefined {
  if (unmatchedUpdates.length > 0)
    return `${unmatchedUpdates.length} modules of the adapter are not in the base, for example ${unmatchedUpdates[0]}`;
  if (halves.length > 0)
    return `${halves.length} modules of the adapter have A or B without its other half, for example ${halves[0]}`;
  return undefined;
}

/**
 * Whether the adapter means to change a tensor and nothing can be said of how: a factor is missing or does not fit, factors have names that
 * no tensor has, or a tensor of the same kind in another layer has factors and this one has none.
 */
function isUnusable({ problems, plan }: Gaps): (tensor: string) => boolean {
  const paths = new Set([...problems.map(({ path }) => path), ...plan.keyMap.halves]);
  const adapted = new Set(plan.units.flatMap(({ base, terms }) => (terms.length > 0 ? [base.name] : [])));
  const kinds = new Set([...adapted].map(kindOf));
  const isLacking = (tensor: string) =>
    !adapted.has(tensor) && (plan.keyMap.unmatchedUpdates.length > 0 || kinds.has(kindOf(tensor)));
  return (tensor) => paths.has(tensor) || paths.has(tensor.replace(/\.weight$/, '')) || isLacking(tensor);
}

/** The name without the numbers of layers and experts. */
function kindOf(tensor: string): string {
  return tensor.replace(/\.\d+(?=\.)/g, '');
}

/** DoRA starts at the norms of the base, which bfloat16 rounds to 8 bits: so much of the weight is no training. */
const FRESH_DORA = 2 ** -8;

/** As it was before the first step: a side of zeros, or a saved tensor that is still the base's. */
function isUntrained({ factors, updateOfWeight }: ModuleProof): boolean {
  if (updateOfWeight < 1e-6) return true;
  return factors.length > 0 && factors.every(({ zeroSides }) => zeroSides.length > 0) && updateOfWeight < FRESH_DORA;
}

function moduleProof({ unit, outcome, judgement }: JudgedTensor, verdict: MergeVerdict | undefined): ModuleProof {
  const { sums, factors, storage } = outcome;
  const rowsRead = unit.bands.reduce((sum, { first, end }) => sum + end - first, 0);
  const whole = sums.count === 0 ? 0 : (unit.rows * unit.columns) / sums.count;
  const { kappa = Number.NaN, expectedKappa = Number.NaN, explanations, partly, ...measures } = judgement;
  return {
    name: unit.base.name.replace(/\.weight$/, ''),
    tensor: unit.base.name,
    verdict: verdict ?? 'unknown',
    kappa,
    expectedKappa,
    ...measuresOf(measures),
    updateOfWeight: sums.weight === 0 ? 0 : Math.sqrt(sums.update / sums.weight),
    updateNorm: Math.sqrt(sums.update * whole),
    storage,
    notFinite: sums.notFinite,
    factors,
    stories: partly ? [partlyText(partly)] : explanations.map(({ story }) => story),
    rowsRead,
    rows: unit.rows,
  };
}

type Measures = 'kappaError' | 'residual' | 'residualOfWeight' | 'lost' | 'unmoved' | 'exact';

function measuresOf(judgement: Pick<TensorJudgement, Measures>): Pick<TensorJudgement, Measures> {
  const { kappaError, residual, residualOfWeight, lost, unmoved, exact } = judgement;
  return { kappaError, residual, residualOfWeight, lost, unmoved, exact };
}
