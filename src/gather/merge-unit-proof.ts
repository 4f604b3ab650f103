import { candidateFits } from '../adapter/candidate-fits.ts';
import { type FactorFit, factorFit } from '../adapter/factor-fit.ts';
import { gridUnderUpdate } from '../adapter/grid-under-update.ts';
import { isInert } from '../adapter/is-inert.ts';
import { joinKept } from '../adapter/join-kept.ts';
import type { MergeUnit, UnitOutcome } from '../adapter/merge-unit.ts';
import type { LoadedTerm } from '../adapter/update-rows.ts';
import { addBands, type BandWork, blockRows, emptyProgress } from './merge-band-sums.ts';
import { type Band, readBands } from './merge-bands.ts';
import { withColumnNorms } from './merge-column-norms.ts';
import type { ProofRoom } from './merge-room.ts';
import type { MergeSources } from './merge-sources.ts';
import { loadTerms } from './merge-unit-terms.ts';

/** Longer rows are no weight that an adapter changes, and would not be held in memory. */
const MAX_COLUMNS = 16 * 1024 * 1024;

/**
 * Reads the bands of one unit and sums what they say. The work between two reads is synchronous, so that several units may share
 * one room.
 */
export async function proveUnit(sources: MergeSources, unit: MergeUnit, room: ProofRoom): Promise<UnitOutcome> {
  const { id } = unit;
  if (unit.columns > MAX_COLUMNS) return { state: 'unreadable', id, reason: `has rows of ${unit.columns} values` };
  const loaded = await loadTerms(sources, unit);
  if (!loaded.ok) return { state: 'unreadable', id, reason: loaded.problem.reason };
  const { factors } = loaded.value;
  const terms = await withColumnNorms(sources, unit, { terms: loaded.value.terms, room });
  if (!terms.ok) return { state: 'unreadable', id, reason: terms.problem.reason };
  const work = { unit, terms: terms.value, room, state: emptyProgress() };
  const bands: Band[] = [];
  let rows = 0;
  for await (const band of readBands(sources, unit, terms.value)) {
    if (!band.ok) return { state: 'unreadable', id, reason: band.problem.reason };
    bands.push(band.value);
    rows += band.value.count;
    if (rows < blockRows(unit.columns)) continue;
    const problem = addBands(work, bands.splice(0));
    if (problem !== undefined) return { state: 'unreadable', id, reason: problem };
    rows = 0;
  }
  const problem = addBands(work, bands);
  if (problem !== undefined) return { state: 'unreadable', id, reason: problem };
  return { id, factors, ...finished(work) };
}

function isLowRank(term: BandWork['terms'][number]): term is Extract<LoadedTerm, { kind: 'low-rank' }> {
  return term.kind === 'low-rank';
}

/** A fit that leaves more than this many squared roundings may hide a quantiser's grid. */
const CLEAN = 1.5;

/** A factor that is off by less is the right one (as in judge-tensor). */
const RIGHT = 0.01;

function isClean({ misfit, rounding }: FactorFit): boolean {
  return misfit ** 2 <= rounding ** 2 * CLEAN;
}

function finished({ unit, terms, state }: BandWork): Omit<ReadOutcome, 'id' | 'factors'> {
  const { sums, kept, storage, bytesRead } = state;
  const inert = isInert(sums);
  const plain = { state: 'read' as const, sums, storage: storage?.name ?? unit.merged.dtype, bytesRead };
  if (sums.changed === 0 && inert) return { ...plain, fits: [] };
  if (!storage) return { ...plain, fits: [] };
  const rows = joinKept(unit, kept, { storage, term: terms.find(isLowRank) });
  const fits = inert ? [] : candidateFits(rows, unit.candidates, sums);
  // One clean fit with its factor right needs no second opinion.
  if (fits.some(({ fit }) => isClean(fit) && Math.abs(fit.factorOff) <= RIGHT)) return { ...plain, fits };
  const measured = factorFit(rows, inert ? 0 : sums.projection / sums.update);
  const clean = isClean(measured) || fits.some(({ fit }) => isClean(fit));
  const explained = measured.explained || fits.some(({ fit }) => fit.explained);
  const grid = clean ? undefined : gridUnderUpdate(rows, inert ? 0 : measured.factor, explained);
  return { ...plain, fits, measured, ...(grid ? { grid } : {}) };
}

type ReadOutcome = Extract<UnitOutcome, { state: 'read' }>;
