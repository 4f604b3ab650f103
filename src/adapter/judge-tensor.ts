import type { FactorFit } from './factor-fit.ts';
import { isInert } from './is-inert.ts';
import type { MergeSums } from './merge-sums.ts';
import type { UnitOutcome } from './merge-unit.ts';
import type { QuantisedGrid } from './quantised-grid.ts';
import type { ScaleCandidate } from './scale-candidates.ts';

type ReadOutcome = Extract<UnitOutcome, { state: 'read' }>;

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
  readonly state: 'equal' | 'explained' | 'unexplained';
  /** Ways of merging that explain the values within rounding; more than one where they cannot be told apart. */
  readonly explanations: readonly ScaleCandidate[];
  readonly grid?: QuantisedGrid;
}

/** As in factor-fit: base, update and sum may each have been rounded. */
const MAX_ROUNDINGS = 3;
/** κ may be this far from its expectation, or five standard errors. */
const KAPPA_TOLERANCE = 0.01;
const ERRORS = 5;
/** An explanation with a third more squared misfit than the best one is not the right one. */
const CLEARLY_WORSE = 1.3;

export function judgeTensor(outcome: ReadOutcome): TensorJudgement {
  const { sums, grid } = outcome;
  const inert = isInert(sums);
  const measures = measuresOf(inert ? { ...sums, update: 0 } : sums);
  const withGrid = grid ? { grid } : {};
  if (inert) {
    if (sums.changed === 0) return { ...measures, state: 'equal', explanations: [] };
    // Where nothing should change, only the rounding to another storage type may: the prediction is W in that type.
    const state = sums.misfit <= sums.rounding * MAX_ROUNDINGS ** 2 && sums.equal > 0 ? 'equal' : 'unexplained';
    return { ...measures, ...withGrid, state, explanations: [] };
  }
  // A quantiser's grid was only looked for where rounding leaves something open, and is the better explanation then.
  const explanations = grid ? [] : explanationsOf(outcome);
  if (explanations.length > 0) return { ...measures, state: 'explained', explanations };
  return { ...measures, ...withGrid, state: 'unexplained', explanations: [] };
}

function measuresOf(sums: MergeSums): Omit<TensorJudgement, 'state' | 'explanations'> {
  const { update, projection, difference, weight } = sums;
  const kappa = update === 0 ? 0 : projection / update;
  const left = Math.max(0, difference - kappa * projection);
  const lost = update === 0 ? 0 : sums.lostUpdate / update;
  return {
    ...(update === 0 ? {} : { kappa, expectedKappa: sums.expectedProjection / update }),
    kappaError: update === 0 ? 0 : Math.sqrt(sums.roundingOfUpdate) / update,
    residual: update === 0 ? 0 : Math.sqrt(left / update),
    residualOfWeight: weight === 0 ? 0 : Math.sqrt(left / weight),
    lost,
    unmoved: sums.updated === 0 ? 0 : sums.unmoved / sums.updated,
    exact: sums.count === 0 ? 0 : sums.equal / sums.count,
  };
}

function explanationsOf({ sums, fits, measured }: ReadOutcome): readonly ScaleCandidate[] {
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
  if (!fit.explained) return false;
  const error = fit.factorError * ERRORS;
  const tolerance = Math.max(KAPPA_TOLERANCE * Math.max(1, Math.abs(factor)), error);
  if (Math.abs(fit.factorOff) > tolerance) return false;
  // All values that were read, where the expectation is known for them: more exact than the kept rows.
  if (factor !== 1 || fit.factor !== 1) return true;
  const off = (sums.projection - sums.expectedProjection) / sums.update;
  return Math.abs(off) <= Math.max(KAPPA_TOLERANCE, (Math.sqrt(sums.roundingOfUpdate) / sums.update) * ERRORS);
}
