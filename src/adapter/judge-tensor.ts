import type { FactorFit } from './factor-fit.ts';
import { isInert } from './is-inert.ts';
import { isWithinRounding } from './is-within-rounding.ts';
import type { MergeSums } from './merge-sums.ts';
import type { PartlyMerged, ReadUnit } from './merge-unit.ts';
import type { QuantisedGrid } from './quantised-grid.ts';
import type { ScaleCandidate } from './scale-candidates.ts';
import { sumsFit } from './sums-fit.ts';

/** What the values of one tensor say about how it was merged. */
export interface TensorJudgement {
  /** <M − W, Δ> / <Δ, Δ>; undefined where the adapter does not change the tensor. */
  readonly kappa?: number;
  /** Standard error of κ that rounding leaves. */
  readonly kappaError: number;
  /** κ of a right merge once the storage type has rounded it. */
  readonly expectedKappa?: number;
  /** ‖M − W − κΔ‖ relative to ‖Δ‖, and to ‖W‖. */
  readonly residual: number;
  readonly residualOfWeight: number;
  /** Shares of ‖Δ‖² and of the changed values that rounding leaves at W. */
  readonly lost: number;
  readonly unmoved: number;
  /** Share of values that are bit for bit what a right merge stores. */
  readonly exact: number;
  readonly state: 'equal' | 'explained' | 'partly' | 'unexplained';
  /** Ways of merging that explain the values within rounding; more than one where they cannot be told apart. */
  readonly explanations: readonly ScaleCandidate[];
  readonly grid?: QuantisedGrid;
  /** For the state `partly`. */
  readonly partly?: PartlyMerged;
}

/** κ may be this far from its expectation, or five standard errors. */
const KAPPA_TOLERANCE = 0.01;
const ERRORS = 5;
/**
 * Rounding twice, through float16 to bfloat16, moves κ by up to 0.03 of the update's lost share (measured: 0.0155 where half of it is
 * lost, 0.006 where 0.83 is).
 */
const LOSSY_TOLERANCE = 0.04;
/** An explanation with a third more squared misfit than the best one is not the right one. */
const CLEARLY_WORSE = 1.3;

/** Says of a tensor that was read which ways of merging explain it, if any. */
export function judgeTensor(outcome: ReadUnit): TensorJudgement {
  const { sums, grid, partly } = outcome;
  const inert = isInert(sums);
  const measures = measuresOf(inert ? { ...sums, update: 0 } : sums);
  const withGrid = grid ? { grid } : {};
  if (inert) {
    if (sums.difference === 0) return { ...measures, state: 'equal', explanations: [] };
    // Where nothing should change, only the rounding to another storage type may: the prediction is W in that type.
    const state = isWithinRounding(sums.misfit, sums.rounding) && sums.equal > 0 ? 'equal' : 'unexplained';
    return { ...measures, ...withGrid, state, explanations: [] };
  }
  if (partly) return { ...measures, state: 'partly', partly, explanations: [] };
  // A quantiser's grid was only looked for where rounding leaves something open, and is the better explanation then.
  const explanations = grid ? [] : explanationsOf(outcome);
  if (explanations.length > 0) return { ...measures, state: 'explained', explanations };
  return { ...measures, ...withGrid, state: 'unexplained', explanations: [] };
}

function measuresOf(sums: MergeSums): Omit<TensorJudgement, 'state' | 'explanations'> {
  const { update, projection, misfitAlong, difference, weight } = sums;
  const kappa = update === 0 ? 0 : projection / update;
  const left = Math.max(0, difference - kappa * projection);
  const lost = update === 0 ? 0 : sums.lostUpdate / update;
  return {
    ...(update === 0 ? {} : { kappa, expectedKappa: (projection - misfitAlong) / update }),
    kappaError: update === 0 ? 0 : Math.sqrt(sums.roundingOfUpdate) / update,
    residual: update === 0 ? 0 : Math.sqrt(left / update),
    residualOfWeight: weight === 0 ? 0 : Math.sqrt(left / weight),
    lost,
    unmoved: sums.updated === 0 ? 0 : sums.unmoved / sums.updated,
    exact: sums.count === 0 ? 0 : sums.equal / sums.count,
  };
}

function explanationsOf({ sums, fits, measured }: ReadUnit): readonly ScaleCandidate[] {
  const tried = fits.filter(({ candidate, fit }) => explains(fit, candidate, sums));
  if (tried.length === 0) return measured?.explained ? [wrongScale(measured)] : [];
  const best = Math.min(...tried.map(({ fit }) => fit.misfit ** 2));
  const good = tried.filter(({ fit }) => fit.misfit ** 2 <= best * CLEARLY_WORSE).map(({ candidate }) => candidate);
  return [...new Set(good)];
}

function wrongScale({ factor }: FactorFit): ScaleCandidate {
  return { verdict: 'scale-wrong', factor, story: `the update counts ${Number(factor.toPrecision(3))} times` };
}

function explains(fit: FactorFit, { factor }: ScaleCandidate, sums: MergeSums): boolean {
  if (!isNear(fit, factor, sums)) return false;
  // Of base + update the sums over all that was read know more than the rows that explanations are tried on.
  return factor !== 1 || fit.factor !== 1 || isNear(sumsFit(sums), factor, sums);
}

function isNear(fit: FactorFit, factor: number, { lostUpdate, update }: MergeSums): boolean {
  const lossy = LOSSY_TOLERANCE * (lostUpdate / update);
  const tolerance = Math.max(KAPPA_TOLERANCE * Math.max(1, Math.abs(factor)), lossy, fit.factorError * ERRORS);
  return fit.explained && Math.abs(fit.factorOff) <= tolerance;
}
