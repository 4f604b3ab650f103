import type { AdapterInspection, InspectedModule } from '../evidence/adapter-inspection.ts';
import type { MergeProof, ModuleProof } from '../evidence/merge-proof.ts';
import type { AdapterModuleRow, AdapterReport, ModuleFlag, ModuleMerge } from './adapter-report.ts';

export interface AdapterFindings {
  readonly inspection: AdapterInspection;
  /** Of base and merged weights; with `merged` absent the base stands on both sides, and only the facts about the base count. */
  readonly proof?: MergeProof;
  readonly base?: string;
  readonly merged?: string;
}

/** As in the check adapter/movement-tiny: below this bfloat16 loses most of an update. */
const TINY = 1e-4;

/** Joins what the adapter's own files say with what the proof measured. */
export function buildAdapterReport({ inspection, proof, base, merged }: AdapterFindings): AdapterReport {
  const { path, format, settings, alpha, wholeTensors, servers, converted } = inspection;
  const withMerge = merged !== undefined;
  const rows = rowsOf(inspection, proof, withMerge);
  return {
    schema: 'lockstep-adapter/1',
    adapter: path,
    ...(base === undefined ? {} : { base }),
    ...(merged === undefined ? {} : { merged }),
    format,
    ...(settings === undefined ? {} : { settings }),
    ...(alpha === undefined ? {} : { alpha }),
    modules: withMerge ? rows.toSorted((one, other) => badness(other) - badness(one)) : rows,
    wholeTensors,
    ...(proof?.keyMap === undefined ? {} : { keyMap: proof.keyMap }),
    ...(proof !== undefined && withMerge ? { merge: mergeOf(proof) } : {}),
    servers,
    converted,
    problems: proof?.problems ?? [],
  };
}

function mergeOf({ modules: _modules, keyMap: _keyMap, settings: _settings, ...merge }: MergeProof) {
  return merge;
}

/** Every module of the adapter, then the whole tensors that the proof compared. */
function rowsOf({ modules, settings }: AdapterInspection, proof: MergeProof | undefined, withMerge: boolean) {
  const proved = proof?.modules ?? [];
  const byModule = new Map(proved.flatMap((one) => one.factors.map(({ module }) => [module, one] as const)));
  const isDora = settings?.useDora ?? false;
  const unmatched = new Set(proof?.keyMap?.unmatched.map((path) => path.replace(/\.weight$/, '')));
  const updates = modules.map((module) =>
    updateRow(module, byModule.get(module.name), { withMerge, isDora, isUnmatched: unmatched.has(module.name) }),
  );
  const whole = proved.filter(({ factors }) => factors.length === 0);
  return [...updates, ...whole.map((one) => wholeRow(one, withMerge))];
}

interface RowContext {
  readonly withMerge: boolean;
  readonly isUnmatched: boolean;
  readonly isDora: boolean;
}

function updateRow(module: InspectedModule, proof: ModuleProof | undefined, context: RowContext): AdapterModuleRow {
  const { name, rank, scale, normA, normB, updateNorm, notFinite, zeroSides, problem } = module;
  const updateOfWeight = proof === undefined ? null : ratioOf(module, proof);
  const row = {
    name,
    rank,
    scale: scale ?? null,
    normA: normA ?? null,
    normB: normB ?? null,
    // DoRA rescales the weight after the update is added, which only the proof accounts for.
    updateNorm: (context.isDora ? proof?.updateNorm : updateNorm) ?? updateNorm ?? proof?.updateNorm ?? null,
    updateOfWeight,
    notFinite,
    zeroSides,
    ...(problem === undefined ? {} : { problem }),
    ...(proof === undefined ? {} : { tensor: proof.tensor }),
    ...(proof !== undefined && context.withMerge ? { merge: moduleMerge(proof) } : {}),
  };
  return { ...row, flags: flagsOf(row, context.isUnmatched) };
}

/** Several modules may change one tensor; then only the tensor as a whole has a ratio. */
function ratioOf({ updateNorm }: InspectedModule, { updateOfWeight, factors }: ModuleProof): number {
  return factors.length > 1 && updateNorm === 0 ? 0 : updateOfWeight;
}

function wholeRow(proof: ModuleProof, withMerge: boolean): AdapterModuleRow {
  return {
    name: proof.name,
    rank: null,
    scale: null,
    normA: null,
    normB: null,
    updateNorm: proof.updateNorm,
    updateOfWeight: proof.updateOfWeight,
    notFinite: proof.notFinite,
    zeroSides: [],
    flags: proof.notFinite > 0 ? ['not-finite'] : [],
    tensor: proof.tensor,
    ...(withMerge ? { merge: moduleMerge(proof) } : {}),
  };
}

function flagsOf(row: Omit<AdapterModuleRow, 'flags'>, isUnmatched: boolean): readonly ModuleFlag[] {
  const isZero = row.updateNorm === 0 || row.zeroSides.length > 0;
  const isTiny = row.updateOfWeight !== null && row.updateOfWeight > 0 && row.updateOfWeight < TINY;
  const flags: readonly (readonly [boolean, ModuleFlag])[] = [
    [row.notFinite > 0, 'not-finite'],
    [row.problem !== undefined, 'unreadable'],
    [isZero, 'zero-update'],
    [isUnmatched, 'not-in-base'],
    [row.scale === null, 'scale-unknown'],
    [isTiny && !isZero, 'tiny-update'],
  ];
  return flags.flatMap(([applies, flag]) => (applies ? [flag] : []));
}

function moduleMerge(proof: ModuleProof): ModuleMerge {
  const { verdict, kappa, expectedKappa, kappaError, residual, residualOfWeight } = proof;
  const { lost, exact, storage, rowsRead, rows } = proof;
  return {
    verdict,
    kappa: finite(kappa),
    expectedKappa: finite(expectedKappa),
    ...{ kappaError, residual, residualOfWeight, lost, exact, storage, rowsRead, rows },
  };
}

/** JSON has no NaN. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Wrong modules before right ones, then by what the merge leaves unexplained and how far κ is from where it should be. */
function badness({ merge, flags }: AdapterModuleRow): number {
  if (merge === undefined) return flags.length > 0 ? 1e6 : -1;
  const off = merge.kappa === null ? 0 : Math.abs(merge.kappa - (merge.expectedKappa ?? 1));
  const wrong = merge.verdict === 'merged' ? 0 : 1e9;
  return wrong + off + merge.residualOfWeight;
}
