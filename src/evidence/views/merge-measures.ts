import { percent } from '../../lib/count-of.ts';
import type { ModuleProof } from '../merge-proof.ts';

/** What a finding about a merge shows in numbers, as text: the middle value of the modules that were compared. */
export interface MergeMeasures {
  readonly kappa: string;
  readonly expected: string;
  /** ‖M − W − κΔ‖ relative to ‖Δ‖ and to ‖W‖. */
  readonly residual: string;
  readonly residualOfWeight: string;
  /** Share of ‖Δ‖² that the storage type rounds away. */
  readonly lost: string;
  readonly storage: string;
}

/** Modules without an update have no κ and are left out. Undefined when none is left. */
export function mergeMeasures(modules: readonly ModuleProof[]): MergeMeasures | undefined {
  const measured = modules.filter(({ kappa }) => Number.isFinite(kappa));
  const [first] = measured;
  if (first === undefined) return undefined;
  const middle = (value: (module: ModuleProof) => number) => median(measured.map(value));
  return {
    kappa: factor(middle(({ kappa }) => kappa)),
    expected: factor(middle(({ expectedKappa }) => expectedKappa)),
    residual: percent(middle(({ residual }) => residual)),
    residualOfWeight: percent(middle(({ residualOfWeight }) => residualOfWeight)),
    lost: percent(middle(({ lost }) => lost)),
    storage: first.storage,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? Number.NaN;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? upper) + upper) / 2 : upper;
}

function factor(value: number): string {
  return value.toFixed(3);
}
