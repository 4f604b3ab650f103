import type { MergeTable } from './merge-table.ts';
import { reserveTokens, type TokenSink } from './token-sink.ts';

/** The symbols of a word before merging: ids and the UTF-16 range each stands for. */
export interface Symbols {
  ids: Int32Array;
  starts: Int32Array;
  ends: Int32Array;
  length: number;
}

// Up to here looking through all pairs for the best one is faster than keeping a queue.
const SHORT = 64;
const NO_RANK = 0x7fffffff;
const shortRanks = new Int32Array(SHORT);
const shortResults = new Int32Array(SHORT);

function appendAll({ ids, starts, ends }: Symbols, length: number, sink: TokenSink): void {
  reserveTokens(sink, length);
  let to = sink.length;
  for (let symbol = 0; symbol < length; symbol++) {
    sink.ids[to] = ids[symbol] ?? 0;
    sink.starts[to] = starts[symbol] ?? 0;
    sink.ends[to++] = ends[symbol] ?? 0;
  }
  sink.length = to;
}

/** Where the pair of lowest rank is, the leftmost of several; -1 when nothing merges. */
function bestPlace(pairs: number): number {
  let best = NO_RANK;
  let place = -1;
  for (let pair = 0; pair < pairs; pair++) {
    const rank = shortRanks[pair] ?? NO_RANK;
    if (rank < best) {
      best = rank;
      place = pair;
    }
  }
  return place;
}

function readPair(table: MergeTable, ids: Int32Array, pair: number): void {
  const slot = table.find(ids[pair] ?? 0, ids[pair + 1] ?? 0);
  shortRanks[pair] = slot === -1 ? NO_RANK : (table.entries[slot] ?? NO_RANK);
  shortResults[pair] = slot === -1 ? 0 : (table.entries[slot + 1] ?? 0);
}

function mergeShort(symbols: Symbols, table: MergeTable, sink: TokenSink): void {
  const { ids, starts, ends } = symbols;
  let pairs = symbols.length - 1;
  for (let pair = 0; pair < pairs; pair++) readPair(table, ids, pair);
  for (let place = bestPlace(pairs); place !== -1; place = bestPlace(pairs)) {
    ids[place] = shortResults[place] ?? 0;
    ends[place] = ends[place + 1] ?? 0;
    pairs--;
    for (let symbol = place + 1; symbol <= pairs; symbol++) {
      ids[symbol] = ids[symbol + 1] ?? 0;
      starts[symbol] = starts[symbol + 1] ?? 0;
      ends[symbol] = ends[symbol + 1] ?? 0;
      shortRanks[symbol] = shortRanks[symbol + 1] ?? NO_RANK;
      shortResults[symbol] = shortResults[symbol + 1] ?? 0;
    }
    if (place > 0) readPair(table, ids, place - 1);
    if (place < pairs) readPair(table, ids, place);
  }
  appendAll(symbols, pairs + 1, sink);
}

/** A binary heap of numbers, smallest first. */
function createHeap(capacity: number): { push(value: number): void; pop(): number } {
  let values = new Float64Array(capacity);
  let size = 0;
  return {
    push: (value) => {
      if (size === values.length) {
        const larger = new Float64Array(values.length * 2 + 16);
        larger.set(values);
        values = larger;
      }
      let at = size++;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        const above = values[parent] ?? 0;
        if (above <= value) break;
        values[at] = above;
        at = parent;
      }
      values[at] = value;
    },
    pop: () => {
      if (size === 0) return -1;
      const top = values[0] ?? 0;
      const last = values[--size] ?? 0;
      let at = 0;
      for (;;) {
        let child = at * 2 + 1;
        if (child >= size) break;
        if (child + 1 < size && (values[child + 1] ?? 0) < (values[child] ?? 0)) child++;
        const below = values[child] ?? 0;
        if (below >= last) break;
        values[at] = below;
        at = child;
      }
      values[at] = last;
      return top;
    },
  };
}

// A rank and a place in one number: ranks are below 2^24, places below 2^29.
const PLACES = 2 ** 29;

function mergeLong(symbols: Symbols, table: MergeTable, sink: TokenSink): void {
  const { ids, starts, ends, length } = symbols;
  const next = new Int32Array(length);
  const previous = new Int32Array(length);
  for (let symbol = 0; symbol < length; symbol++) {
    next[symbol] = symbol + 1;
    previous[symbol] = symbol - 1;
  }
  const heap = createHeap(length);
  const offer = (left: number, right: number): void => {
    const slot = table.find(ids[left] ?? 0, ids[right] ?? 0);
    if (slot !== -1) heap.push((table.entries[slot] ?? 0) * PLACES + left);
  };
  for (let symbol = 0; symbol + 1 < length; symbol++) offer(symbol, symbol + 1);
  for (let top = heap.pop(); top !== -1; top = heap.pop()) {
    const left = top % PLACES;
    const right = next[left] ?? length;
    if (right >= length || (ids[left] ?? -1) === -1) continue;
    const slot = table.find(ids[left] ?? 0, ids[right] ?? 0);
    if (slot === -1 || table.entries[slot] !== (top - left) / PLACES) continue;
    ids[left] = table.entries[slot + 1] ?? 0;
    ends[left] = ends[right] ?? 0;
    ids[right] = -1;
    const after = next[right] ?? length;
    next[left] = after;
    if (after < length) {
      previous[after] = left;
      offer(left, after);
    }
    const before = previous[left] ?? -1;
    if (before >= 0) offer(before, left);
  }
  let kept = 0;
  for (let symbol = 0; symbol < length; symbol = next[symbol] ?? length) {
    ids[kept] = ids[symbol] ?? 0;
    starts[kept] = starts[symbol] ?? 0;
    ends[kept++] = ends[symbol] ?? 0;
  }
  appendAll(symbols, kept, sink);
}

/** Merges pairs, lowest rank and then leftmost first, and appends what is left. The symbols are used up. */
export function mergeSymbols(symbols: Symbols, table: MergeTable, sink: TokenSink): void {
  if (symbols.length <= SHORT) mergeShort(symbols, table, sink);
  else mergeLong(symbols, table, sink);
}
