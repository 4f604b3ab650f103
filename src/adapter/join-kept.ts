import type { KeptDora, KeptRows, KeptSegment } from './kept-rows.ts';
import type { MergeUnit } from './merge-unit.ts';
import type { StorageType } from './storage-type.ts';
import type { LoadedTerm } from './update-rows.ts';

/** Whole rows of one block. */
export interface KeptBlock {
  readonly base: Float32Array;
  readonly merged: Float32Array;
  readonly update: Float32Array;
  readonly plain: Float32Array | undefined;
  readonly firstRow: number;
}

type LowRank = Extract<LoadedTerm, { kind: 'low-rank' }>;

interface KeptContext {
  readonly storage: StorageType;
  readonly term: LowRank | undefined;
}

/** Joins kept blocks; `term` is the update that DoRA scales, if one does. */
export function joinKept(
  { rows, columns }: MergeUnit,
  kept: readonly KeptBlock[],
  { storage, term }: KeptContext,
): KeptRows {
  const base = joined(kept.map((part) => part.base));
  const segments: KeptSegment[] = [];
  let at = 0;
  for (const part of kept) {
    const flat = part.firstRow * columns;
    const last = segments.at(-1);
    if (last && last.flat + last.length === flat)
      segments[segments.length - 1] = { ...last, length: last.length + part.base.length };
    else segments.push({ at, flat, length: part.base.length });
    at += part.base.length;
  }
  const dora = term && keptDora(term, kept, base.length === rows * columns);
  return {
    columns,
    base,
    merged: joined(kept.map((part) => part.merged)),
    update: joined(kept.map((part) => part.update)),
    storage,
    segments,
    ...(dora ? { dora } : {}),
  };
}

/** Where outputs are columns, other updates have other norms, which only the whole weight tells. */
function keptDora(term: LowRank, kept: readonly KeptBlock[], whole: boolean): KeptDora | undefined {
  if (!term.dora) return undefined;
  const byColumn = term.dora.columnNorms !== undefined;
  if (byColumn && !whole) return undefined;
  const plain = joined(kept.flatMap((part) => part.plain ?? []));
  if (byColumn) return { plain, magnitude: term.dora.magnitude, byColumn };
  const { magnitude } = term.dora;
  const { columns } = term.factors;
  const rows = kept.map(({ firstRow, base }) => magnitude.slice(firstRow, firstRow + base.length / columns));
  return { plain, magnitude: joined(rows), byColumn };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
