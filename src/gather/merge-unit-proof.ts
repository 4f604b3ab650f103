import { candidateFits } from '../adapter/candidate-fits.ts';
import { type FactorFit, factorFit } from '../adapter/factor-fit.ts';
import { gridUnderUpdate } from '../adapter/grid-under-update.ts';
import { isInert } from '../adapter/is-inert.ts';
import { joinKept, type KeptBlock } from '../adapter/join-kept.ts';
import { addBlock, addEqualBlock, emptySums, type MergeSums } from '../adapter/merge-sums.ts';
import type { MergeUnit, UnitOutcome } from '../adapter/merge-unit.ts';
import { type StorageType, storageType } from '../adapter/storage-type.ts';
import { type LoadedTerm, updateRows } from '../adapter/update-rows.ts';
import type { TensorRef } from '../adapter/update-term.ts';
import { type Band, readBands } from './merge-bands.ts';
import { withColumnNorms } from './merge-column-norms.ts';
import { BLOCK_VALUES, growRoom, type ProofRoom } from './merge-room.ts';
import type { MergeSources } from './merge-sources.ts';
import { type BandTerm, loadTerms } from './merge-unit-terms.ts';
import { decodeInto, sameBytes } from './merge-values.ts';

/** Longer rows are no weight that an adapter changes, and would not be held in memory. */
const MAX_COLUMNS = 16 * 1024 * 1024;
/** Values kept to try explanations on. */
const KEPT_VALUES = 8 * 1024;
const MIN_KEPT_ROWS = 4;
/** Of a DoRA module whose outputs are columns, all values are kept up to here: wrong merges have other norms, which only they tell. */
const KEPT_COLUMN_NORMS = 512 * 1024;

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
  const state: Progress = { sums: emptySums(), kept: [], storage: undefined, bytesRead: 0, due: 0 };
  for await (const band of readBands(sources, unit, terms.value)) {
    if (!band.ok) return { state: 'unreadable', id, reason: band.problem.reason };
    const problem = addBand({ unit, terms: terms.value, room, state }, band.value);
    if (problem !== undefined) return { state: 'unreadable', id, reason: problem };
  }
  return { id, factors, ...finished(unit, terms.value, state) };
}

interface Progress {
  readonly sums: MergeSums;
  readonly kept: KeptBlock[];
  storage: StorageType | undefined;
  bytesRead: number;
  /** Rows that should have been kept by now and were not yet. */
  due: number;
}

type AnyTerm = LoadedTerm | BandTerm;

function isLowRank(term: AnyTerm): term is Extract<LoadedTerm, { kind: 'low-rank' }> {
  return term.kind === 'low-rank';
}

/** A fit that leaves more than this many squared roundings may hide a quantiser's grid. */
const CLEAN = 1.5;

/** A factor that is off by less is the right one (as in judge-tensor). */
const RIGHT = 0.01;

function isClean({ misfit, rounding }: FactorFit): boolean {
  return misfit ** 2 <= rounding ** 2 * CLEAN;
}

function finished(unit: MergeUnit, terms: readonly AnyTerm[], progress: Progress): Omit<ReadOutcome, 'id' | 'factors'> {
  const { sums, storage, bytesRead } = progress;
  const inert = isInert(sums);
  const plain = { state: 'read' as const, sums, storage: storage?.name ?? unit.merged.dtype, bytesRead };
  if (sums.changed === 0 && inert) return { ...plain, fits: [] };
  if (!storage) return { ...plain, fits: [] };
  const rows = joinKept(unit, progress.kept, { storage, term: terms.find(isLowRank) });
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

interface Work {
  readonly unit: MergeUnit;
  readonly terms: readonly AnyTerm[];
  readonly room: ProofRoom;
  readonly state: Progress;
}

/** A problem when the values have no meaning as numbers. */
function addBand(work: Work, band: Band): string | undefined {
  const { unit, terms, state } = work;
  state.bytesRead += band.base.length + band.merged.length;
  const byColumn = terms.some((term) => term.kind === 'low-rank' && term.dora?.columnNorms);
  const kept = byColumn && unit.rows * unit.columns <= KEPT_COLUMN_NORMS ? unit.rows * unit.columns : KEPT_VALUES;
  // Whole rows, spread over the bands: from every band some, or one from every few bands.
  const wanted = Math.max(MIN_KEPT_ROWS, Math.ceil(kept / Math.max(1, unit.columns)));
  state.due += wanted / unit.bands.length;
  if (terms.length === 0 && unit.base.dtype === unit.merged.dtype && sameBytes(band.base, band.merged)) {
    addEqualBlock(state.sums, band.count * unit.columns);
    return undefined;
  }
  const rowsAtATime = Math.max(1, Math.floor(BLOCK_VALUES / unit.columns));
  let toKeep = Math.floor(state.due);
  state.due -= toKeep;
  for (let row = 0; row < band.count; row += rowsAtATime) {
    const count = Math.min(rowsAtATime, band.count - row);
    const problem = addRows(work, { band, row, count, keep: Math.min(toKeep, count) });
    if (problem !== undefined) return problem;
    toKeep -= Math.min(toKeep, count);
  }
  return undefined;
}

interface Rows {
  readonly band: Band;
  /** First row within the band. */
  readonly row: number;
  readonly count: number;
  readonly keep: number;
}

function addRows({ unit, terms, room, state }: Work, { band, row, count, keep }: Rows): string | undefined {
  const { columns } = unit;
  const values = count * columns;
  growRoom(room, values);
  const [base, merged] = [room.base.subarray(0, values), room.merged.subarray(0, values)];
  const [update, scratch] = [room.update.subarray(0, values), room.scratch.subarray(0, values)];
  const plain = room.plain.subarray(0, values);
  if (!decodeRows(band.base, unit.base, { row, columns, out: base }))
    return `is stored as ${unit.base.dtype}, which has no plain values`;
  if (!decodeRows(band.merged, unit.merged, { row, columns, out: merged }))
    return `is stored as ${unit.merged.dtype}, which has no plain values`;
  const filled = terms.length === 0 ? [] : filledTerms(terms, { band, row, columns, count });
  if (terms.length === 0) update.fill(0);
  else updateRows(filled, { base, range: { first: band.first + row, count } }, { update, scratch, plain });
  // Small bands may lack the bits that tell; the finest type seen so far is the file's.
  const seen = storageType(unit.merged.dtype, merged);
  if (!seen) return `is stored as ${unit.merged.dtype}, which is not read`;
  if (!state.storage || seen.precision > state.storage.precision) state.storage = seen;
  addBlock(state.sums, { base, merged, update, scratch, storage: state.storage });
  if (keep > 0) {
    const kept = keep * columns;
    const scaled = filled.some((term) => term.kind === 'low-rank' && term.dora);
    state.kept.push({
      base: base.slice(0, kept),
      merged: merged.slice(0, kept),
      update: update.slice(0, kept),
      plain: scaled ? plain.slice(0, kept) : undefined,
      firstRow: band.first + row,
    });
  }
  return undefined;
}

function decodeRows(
  bytes: Uint8Array,
  tensor: TensorRef,
  { row, columns, out }: { readonly row: number; readonly columns: number; readonly out: Float32Array },
): boolean {
  const width = (tensor.end - tensor.start) / tensor.shape.reduce((product, size) => product * size, 1);
  const start = row * columns * width;
  return decodeInto(bytes.subarray(start, start + out.length * width), tensor.dtype, out);
}

function filledTerms(
  terms: readonly AnyTerm[],
  { band, row, columns, count }: { band: Band; row: number; columns: number; count: number },
): readonly LoadedTerm[] {
  let at = 0;
  return terms.map((term): LoadedTerm => {
    if (term.kind !== 'replace-band') return term;
    const values = new Float32Array(count * columns);
    const bytes = band.saved[at++];
    if (bytes) decodeRows(bytes, term.value, { row, columns, out: values });
    return { kind: 'replace', values };
  });
}
