import type { LabelledRow } from '../label-prediction.ts';

/** `Dataset.map(batched=True)` hands rows over in batches of 1000, and no pack reaches across two of them. */
const BATCH = 1000;

export type PackingStrategy = 'bfd' | 'bfd_split' | 'wrapped';

export interface PackSettings {
  readonly strategy: PackingStrategy;
  /** At least 1. */
  readonly size: number;
  /** The table is one chunk in memory, of which `wrapped` takes the beginning again for every batch (see packRows). */
  readonly isOneChunk: boolean;
  /** `dataset_num_proc`: the rows are split evenly among so many processes first. */
  readonly processes: number;
}

export interface Packed {
  readonly rows: readonly LabelledRow[];
  /** Per packed row the indexes of the given rows in it. */
  readonly sources: readonly (readonly number[])[];
}

interface Piece {
  readonly row: number;
  readonly inputIds: readonly number[];
  readonly labels: readonly number[];
}

interface Bin {
  readonly pieces: Piece[];
  space: number;
}

/** Bins by the room left in them, with a bit per size so that the next larger one is found 32 at a time. */
function createBins(size: number) {
  const bits = new Int32Array((size >> 5) + 1);
  const waiting = new Map<number, { readonly bins: Bin[]; next: number }>();

  const nextSpace = (least: number): number | undefined => {
    for (let word = least >> 5, from = least & 31; word < bits.length; word++, from = 0) {
      const rest = (bits[word] ?? 0) & (-1 << from);
      if (rest !== 0) return (word << 5) + (31 - Math.clz32(rest & -rest));
    }
    return undefined;
  };
  return {
    /** The bin with the least sufficient room; of equal ones the one that waits longest. */
    take: (length: number): Bin | undefined => {
      const space = nextSpace(length);
      const queue = space === undefined ? undefined : waiting.get(space);
      const bin = queue?.bins[queue.next++];
      if (space === undefined || queue === undefined || bin === undefined) return undefined;
      if (queue.next === queue.bins.length) {
        waiting.delete(space);
        bits[space >> 5] = (bits[space >> 5] ?? 0) & ~(1 << (space & 31));
      }
      return bin;
    },
    put: (bin: Bin): void => {
      if (bin.space === 0) return;
      const queue = waiting.get(bin.space);
      if (queue) queue.bins.push(bin);
      else waiting.set(bin.space, { bins: [bin], next: 0 });
      bits[bin.space >> 5] = (bits[bin.space >> 5] ?? 0) | (1 << (bin.space & 31));
    },
  };
}

function fitDecreasing(pieces: readonly Piece[], size: number): Bin[] {
  const bins: Bin[] = [];
  const open = createBins(size);
  // Array.prototype.sort is stable, as TRL's sort of (length, index) proved to be.
  for (const piece of [...pieces].sort((left, right) => right.inputIds.length - left.inputIds.length)) {
    let bin = open.take(piece.inputIds.length);
    if (bin === undefined) {
      bin = { pieces: [], space: size };
      bins.push(bin);
    }
    bin.pieces.push(piece);
    bin.space -= piece.inputIds.length;
    open.put(bin);
  }
  return bins;
}

function slice({ row, inputIds, labels }: Piece, start: number, size: number): Piece {
  return { row, inputIds: inputIds.slice(start, start + size), labels: labels.slice(start, start + size) };
}

function fragments(piece: Piece, size: number): Piece[] {
  const count = Math.ceil(piece.inputIds.length / size);
  return Array.from({ length: count }, (_, index) => slice(piece, index * size, size));
}

function packedBin({ pieces }: Bin): LabelledRow {
  return {
    inputIds: pieces.flatMap(({ inputIds }) => inputIds),
    labels: pieces.flatMap(({ labels }) => labels),
    seqLengths: pieces.map(({ inputIds }) => inputIds.length),
  };
}

/** The first pieces that together have `count` tokens or more. */
function heading(pieces: readonly Piece[], count: number): readonly Piece[] {
  let sum = 0;
  const end = pieces.findIndex(({ inputIds }) => {
    sum += inputIds.length;
    return sum >= count;
  });
  return pieces.slice(0, end + 1);
}

/** Start and end of every batch: contiguous shards, the first ones longer by a row (`Dataset.shard`), each in batches. */
function batches(count: number, processes: number): readonly (readonly [start: number, end: number])[] {
  const shards = Math.max(1, Math.min(processes, count));
  const found: [number, number][] = [];
  let from = 0;
  for (let shard = 0; shard < shards; shard++) {
    const to = from + Math.floor(count / shards) + (shard < count % shards ? 1 : 0);
    for (let start = from; start < to; start += BATCH) found.push([start, Math.min(to, start + BATCH)]);
    from = to;
  }
  return found;
}

/** `from` gives the tokens, as many as `pieces` have. */
function wrap(from: readonly Piece[], pieces: readonly Piece[], size: number): Packed {
  const count = pieces.reduce((sum, { inputIds }) => sum + inputIds.length, 0);
  const taken = heading(from, count);
  const ids = taken.flatMap(({ inputIds }) => inputIds);
  const labels = taken.flatMap((piece) => piece.labels);
  const owners = taken.flatMap(({ row, inputIds }) => inputIds.map(() => row));
  const starts = Array.from({ length: Math.ceil(count / size) }, (_, index) => index * size);
  const end = (start: number): number => Math.min(count, start + size);
  return {
    rows: starts.map((start) => ({ inputIds: ids.slice(start, end(start)), labels: labels.slice(start, end(start)) })),
    sources: starts.map((start) => [...new Set(owners.slice(start, end(start)))]),
  };
}

/**
 * TRL's `pack_dataset` (data_utils.py) on rows of equally many ids and labels. `bfd` cuts a row at `size`, `bfd_split` goes on with
 * the rest as a document of its own, `wrapped` joins everything and cuts every `size` tokens without remembering documents. Empty rows
 * vanish. `_pack_wrapped` reads `column.values`, which in pyarrow ignores where a batch begins in its chunk: when the table is one
 * chunk, the second and later batches repeat the first tokens of the table, and their own are never trained.
 */
export function packRows(rows: readonly LabelledRow[], settings: PackSettings): Packed {
  const { strategy, size, isOneChunk } = settings;
  const packed: LabelledRow[] = [];
  const sources: (readonly number[])[] = [];
  const all = rows.map(({ inputIds, labels }, row): Piece => ({ row, inputIds, labels }));
  for (const [start, end] of batches(rows.length, settings.processes)) {
    const pieces = all.slice(start, end);
    if (strategy === 'wrapped') {
      const wrapped = wrap(isOneChunk ? all : pieces, pieces, size);
      packed.push(...wrapped.rows);
      sources.push(...wrapped.sources);
      continue;
    }
    const filled = pieces.filter(({ inputIds }) => inputIds.length > 0);
    const cut = filled.flatMap((piece) => (strategy === 'bfd' ? slice(piece, 0, size) : fragments(piece, size)));
    for (const bin of fitDecreasing(cut, size)) {
      packed.push(packedBin(bin));
      sources.push(bin.pieces.map(({ row }) => row));
    }
  }
  return { rows: packed, sources };
}
