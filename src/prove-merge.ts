import type { AdapterSettings } from './adapter/adapter-settings.ts';
import { concludeTensors, type JudgedTensor, type MergeVerdict } from './adapter/conclude-merge.ts';
import { judgeTensor, type TensorJudgement } from './adapter/judge-tensor.ts';
import type { KeyMap } from './adapter/key-map.ts';
import type { FactorFacts, UnitOutcome } from './adapter/merge-unit.ts';
import { SAMPLED_BANDS, unseenShare } from './adapter/sample-bands.ts';
import { type MergePlan, type MergeProofOptions, planMergeProof } from './gather/merge-plan.ts';
import { createProofRoom } from './gather/merge-room.ts';
import type { MergeSources } from './gather/merge-sources.ts';
import { proveUnit } from './gather/merge-unit-proof.ts';

/** One base tensor that the adapter changes. */
export interface ModuleProof {
  /** Path of the module or saved tensor, without `.weight`. */
  readonly name: string;
  readonly tensor: string;
  readonly verdict: MergeVerdict;
  /** <M − W, Δ> / <Δ, Δ>: 1 when merged once. NaN when the update is zero. */
  readonly kappa: number;
  readonly kappaError: number;
  /** κ of a right merge once the storage type has rounded it. */
  readonly expectedKappa: number;
  /** ‖M − W − κΔ‖ / ‖Δ‖. */
  readonly residual: number;
  /** ‖M − W − κΔ‖ / ‖W‖. */
  readonly residualOfWeight: number;
  /** ‖Δ‖ / ‖W‖. */
  readonly updateOfWeight: number;
  /** ‖Δ‖, from the rows that were read. */
  readonly updateNorm: number;
  /** Share of ‖Δ‖² that rounding to the storage type leaves out, and of values it leaves at W. */
  readonly lost: number;
  readonly unmoved: number;
  /** Share of values that are bit for bit what a right merge stores. */
  readonly exact: number;
  readonly storage: string;
  readonly notFinite: number;
  readonly factors: readonly FactorFacts[];
  /** How the values came about, best explanation first. */
  readonly stories: readonly string[];
  readonly rowsRead: number;
  readonly rows: number;
}

export interface MergeProof {
  readonly verdict: MergeVerdict;
  /** One sentence with the numbers that decide, or what could not be read. */
  readonly because: string;
  readonly modules: readonly ModuleProof[];
  /** Every update is zero: the adapter was never trained, or saved empty. */
  readonly untrained: boolean;
  /** Tensors that contradict base + adapter, adapted or not. */
  readonly disagreeing: readonly string[];
  readonly untouched: { readonly compared: number; readonly equal: number; readonly different: readonly string[] };
  readonly missing: readonly string[];
  readonly added: readonly string[];
  readonly reshaped: readonly string[];
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
  readonly keyMap?: KeyMap;
  readonly settings?: AdapterSettings;
  readonly reading: {
    readonly exact: boolean;
    readonly bytesRead: number;
    readonly bytesTotal: number;
    /** A difference in a larger share of a sampled tensor would have been seen with 99 % probability; 0 when all was read. */
    readonly unseenShare: number;
  };
}

/** Units of the CLI's pool and of this function that are read at the same time: one is computed while others wait for bytes. */
const PARALLEL = 3;

/**
 * Proves from files whether `merged` is `base` + `adapter`: by how much each module's update counts, what rounding explains, and
 * which tensors disagree. Damaged and missing files give the verdict `unknown` with the reason, never an exception.
 */
export async function proveMerge(sources: MergeSources, options: MergeProofOptions = {}): Promise<MergeProof> {
  const plan = await planMergeProof(sources, options);
  if (!plan.ok) return unknownMerge(plan.problem.reason);
  const outcomes: UnitOutcome[] = [];
  const room = createProofRoom();
  const queue = plan.value.units.values();
  const work = async (): Promise<void> => {
    for (const unit of queue) outcomes.push(await proveUnit(sources, unit, room));
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return concludeMerge(plan.value, outcomes);
}

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
  const final = withGaps({ verdict, because }, { problems, keyMap: plan.keyMap, compared: modules.length });
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
      bytesRead: judged.reduce((sum, { outcome }) => sum + outcome.bytesRead, 0),
      bytesTotal: plan.bytesTotal,
      unseenShare: plan.exact ? 0 : unseenShare(SAMPLED_BANDS),
    },
  };
}

interface Gaps {
  readonly problems: MergeProof['problems'];
  readonly keyMap: KeyMap;
  readonly compared: number;
}

/** What could not be compared takes nothing from a fault that was found, but nothing is called merged over it. */
function withGaps(found: Pick<MergeProof, 'verdict' | 'because'>, { problems, keyMap, compared }: Gaps): typeof found {
  const [first] = problems;
  if (first && compared === 0)
    return { verdict: 'unknown', because: `no adapted tensor could be compared: ${first.path}: ${first.reason}` };
  if (found.verdict !== 'merged') return found;
  if (first) {
    const because = `${compared} adapted tensors are base + update, but ${problems.length} could not be compared: ${first.path}: ${first.reason}`;
    return { verdict: 'unknown', because };
  }
  const [lost] = keyMap.unmatchedUpdates;
  if (lost === undefined) return found;
  const because = `${compared} adapted tensors are base + update, but ${keyMap.unmatchedUpdates.length} modules of the adapter are not in the base, for example ${lost}`;
  return { verdict: 'partly-merged', because };
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
  const rowsRead = unit.bands.reduce((sum, [first, end]) => sum + end - first, 0);
  const whole = rowsRead === 0 ? 0 : unit.rows / rowsRead;
  const { kappa = Number.NaN, expectedKappa = Number.NaN, explanations, ...measures } = judgement;
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
    stories: explanations.map(({ story }) => story),
    rowsRead,
    rows: unit.rows,
  };
}

type Measures = 'kappaError' | 'residual' | 'residualOfWeight' | 'lost' | 'unmoved' | 'exact';

function measuresOf(judgement: Pick<TensorJudgement, Measures>): Pick<TensorJudgement, Measures> {
  const { kappaError, residual, residualOfWeight, lost, unmoved, exact } = judgement;
  return { kappaError, residual, residualOfWeight, lost, unmoved, exact };
}

function unknownMerge(because: string): MergeProof {
  return {
    verdict: 'unknown',
    because,
    modules: [],
    untrained: false,
    disagreeing: [],
    untouched: { compared: 0, equal: 0, different: [] },
    missing: [],
    added: [],
    reshaped: [],
    problems: [],
    reading: { exact: false, bytesRead: 0, bytesTotal: 0, unseenShare: 1 },
  };
}
