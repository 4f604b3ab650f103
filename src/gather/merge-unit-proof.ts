import { explainRows } from '../adapter/explain-rows.ts';
import { explainSums } from '../adapter/explain-sums.ts';
import { joinedSums, type MergeSums } from '../adapter/merge-sums.ts';
import type { Explanation, MergeUnit, UnitOutcome } from '../adapter/merge-unit.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { bandHalves } from './merge-band-halves.ts';
import { addBands, type BandWork, emptyProgress } from './merge-band-sums.ts';
import { type Band, readBands } from './merge-bands.ts';
import { withColumnNorms } from './merge-column-norms.ts';
import { readKeptRows } from './merge-kept-rows.ts';
import type { ProofRoom } from './merge-room.ts';
import type { MergeSources } from './merge-sources.ts';
import { loadTerms } from './merge-unit-terms.ts';

/** Longer rows are no weight that an adapter changes, and would not be held in memory. */
const MAX_COLUMNS = 16 * 1024 * 1024;

/**
 * Reads the bands of one unit, sums what they say and explains it. The work between two reads is synchronous, so that several units
 * may share one room.
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
  const read = await readUnit(sources, work);
  if (!read.ok) return { state: 'unreadable', id, reason: read.problem.reason };
  const explanation = await explain(sources, work);
  if (!explanation.ok) return { state: 'unreadable', id, reason: explanation.problem.reason };
  const { tally, storage } = work.state;
  const sums = joinedSums(tally.sums, tally.ofApart);
  return {
    state: 'read',
    id,
    sums,
    ...explanation.value,
    factors,
    storage: storage?.name ?? unit.merged.dtype,
    bytesRead: read.value,
  };
}

/** Sums what the bands of a unit say; gives how many bytes they had. */
async function readUnit(sources: MergeSources, work: BandWork): Promise<Result<number>> {
  const { unit, terms, state } = work;
  const later: Band[] = [];
  let bytes = 0;
  for await (const bands of readBands(sources, unit, { terms, ranges: unit.bands })) {
    if (!bands.ok) return bands;
    for (const { base, merged } of bands.value) bytes += base.length + merged.length;
    const halves = bandHalves(bands.value, unit);
    const problem = addBands(work, halves.first);
    if (problem !== undefined) return failed(problem);
    later.push(...halves.later);
  }
  const problem = isPrecise(state.tally.sums) ? undefined : addBands(work, later);
  return problem === undefined ? ok(bytes) : failed(problem);
}

/** Rounding may leave κ this standard error, which is well below what a wrong scale changes. */
const PRECISE = 0.003;

function isPrecise({ update, roundingOfUpdate }: MergeSums): boolean {
  return Math.sqrt(roundingOfUpdate) < update * PRECISE;
}

/** Whole rows are read again only where the sums are not simply those of base + update. */
async function explain(sources: MergeSources, { unit, terms, state }: BandWork): Promise<Result<Explanation>> {
  const { tally, storage } = state;
  const explanation = explainSums(tally, unit);
  if (explanation || !storage) return ok(explanation ?? { fits: [] });
  const rows = await readKeptRows(sources, unit, { terms, storage });
  return rows.ok ? ok(explainRows(rows.value, unit.candidates, joinedSums(tally.sums, tally.ofApart))) : rows;
}
