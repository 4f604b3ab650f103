import type { MergeUnit } from '../adapter/merge-unit.ts';
import { type LoadedTerm, updateRows } from '../adapter/update-rows.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { BLOCK_VALUES, growRoom, type ProofRoom } from './merge-room.ts';
import type { MergeSources } from './merge-sources.ts';
import type { BandTerm } from './merge-unit-terms.ts';
import { decodeInto, readStored } from './merge-values.ts';

/** DoRA on Conv1D and embeddings has its outputs in columns: their norms need every row of the base. */
export async function withColumnNorms(
  sources: MergeSources,
  unit: MergeUnit,
  { terms, room }: { readonly terms: readonly (LoadedTerm | BandTerm)[]; readonly room: ProofRoom },
): Promise<Result<readonly (LoadedTerm | BandTerm)[]>> {
  const turned = unit.terms.findIndex(
    (term) => term.kind === 'low-rank' && term.layout === 'transposed' && term.magnitude,
  );
  const term = terms[turned];
  if (term?.kind !== 'low-rank' || !term.dora) return ok(terms);
  const squares = new Float64Array(unit.columns);
  const plain: LoadedTerm = { kind: 'low-rank', factors: term.factors, firstRow: term.firstRow };
  const height = Math.max(1, Math.floor(BLOCK_VALUES / unit.columns));
  for (let first = 0; first < unit.rows; first += height) {
    const end = Math.min(unit.rows, first + height);
    const bytes = await readStored(sources, unit.base, [[first * unit.columns, end * unit.columns]]);
    if (!bytes.ok) return bytes;
    const rows = Array.from({ length: end - first }, (_, at) => first + at);
    const values = rows.length * unit.columns;
    growRoom(room, values);
    const base = room.base.subarray(0, values);
    if (!decodeInto(bytes.value, unit.base.dtype, base)) return failed(`is stored as ${unit.base.dtype}`);
    const space = {
      update: room.update.subarray(0, values),
      scratch: room.scratch.subarray(0, values),
    };
    updateRows([plain], { base, rows, from: 0, to: unit.columns }, space);
    for (let at = 0; at < values; at++) {
      const column = at % unit.columns;
      squares[column] = (squares[column] ?? 0) + ((base[at] ?? 0) + (space.update[at] ?? 0)) ** 2;
    }
  }
  const columnNorms = Float32Array.from(squares, Math.sqrt);
  return ok(terms.with(turned, { ...plain, dora: { magnitude: term.dora.magnitude, columnNorms } }));
}
