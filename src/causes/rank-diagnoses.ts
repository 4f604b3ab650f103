import type { Diagnosis } from './weigh-causes.ts';

/** A cause is named when it is more likely than not. */
const NAMED = 0.5;
/** From here on the order of phases decides and not the last per cent: what breaks first has to be mended first. */
const ESTABLISHED = 0.9;

/**
 * The diagnoses worth naming, in the order in which to act: established causes first, within them by phase (weights and labels before
 * renderings before scoring before data), then by probability, then by id. A healthy run has none.
 */
export function rankDiagnoses(weighed: readonly Diagnosis[]): readonly Diagnosis[] {
  return weighed.filter(({ probability }) => probability >= NAMED).sort(compare);
}

function compare(a: Diagnosis, b: Diagnosis): number {
  return (
    Number(b.probability >= ESTABLISHED) - Number(a.probability >= ESTABLISHED) ||
    a.cause.phase.localeCompare(b.cause.phase) ||
    b.probability - a.probability ||
    a.cause.id.localeCompare(b.cause.id)
  );
}
