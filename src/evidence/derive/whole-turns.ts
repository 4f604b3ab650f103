import type { DataRow } from '../data-set.ts';
import { rowTexts } from './row-texts.ts';

/** Turns that begin with the same characters are told apart by length and hash. A shorter turn stands in texts by chance. */
const HEAD = 24;
/** A turn that more rows share, as a system prompt, says nothing about which row it is. */
const COMMON = 64;
/** Odd, so that no character loses its weight in the 32 bits of the hash. */
const BASE = 0x01000193;

/** Finds the data rows of which a turn stands in a text as a whole, the row of which most does first. */
export type WholeTurns = (text: string) => readonly DataRow[];

type ByLength = Map<number, Map<number, DataRow[]>>;

/**
 * Exact where rows made from one template share all but a number: each turn is kept by the hash of its trimmed text, and a text is asked at
 * every place where a turn could begin, for every length that such turns have (Karp and Rabin 1987).
 */
export function wholeTurns(rows: readonly DataRow[]): WholeTurns {
  const heads = new Map<string, ByLength>();
  for (const row of rows) {
    for (const text of rowTexts(row)) if (text.length >= HEAD) keep(heads, text, row);
  }
  return (text) => {
    const hashes = prefixHashes(text);
    const found = new Set<DataRow>();
    for (let at = 0; at + HEAD <= text.length; at += 1) {
      const lengths = heads.get(text.slice(at, at + HEAD));
      if (lengths === undefined) continue;
      for (const [length, byHash] of lengths) {
        const rows = at + length > text.length ? undefined : byHash.get(hashBetween(hashes, at, at + length));
        if (rows !== undefined && rows.length < COMMON) for (const row of rows) found.add(row);
      }
    }
    return [...found]
      .map((row) => ({ row, held: heldIn(text, row) }))
      .filter(({ held }) => held > 0)
      .sort((a, b) => b.held - a.held || a.row.index - b.row.index)
      .map(({ row }) => row);
  };
}

/** Characters of the row's turns that stand in the text: another turn of the same hash gives none. */
function heldIn(text: string, row: DataRow): number {
  return rowTexts(row).reduce((sum, turn) => sum + (text.includes(turn) ? turn.length : 0), 0);
}

function keep(heads: Map<string, ByLength>, text: string, row: DataRow): void {
  const head = text.slice(0, HEAD);
  const lengths = heads.get(head) ?? new Map<number, Map<number, DataRow[]>>();
  heads.set(head, lengths);
  const byHash = lengths.get(text.length) ?? new Map<number, DataRow[]>();
  lengths.set(text.length, byHash);
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, BASE) + text.charCodeAt(at)) | 0;
  const rows = byHash.get(hash);
  if (rows === undefined) byHash.set(hash, [row]);
  else if (rows.length < COMMON) rows.push(row);
}

interface PrefixHashes {
  readonly sums: Int32Array;
  readonly powers: Int32Array;
}

function prefixHashes(text: string): PrefixHashes {
  const sums = new Int32Array(text.length + 1);
  const powers = new Int32Array(text.length + 1);
  powers[0] = 1;
  for (let at = 0; at < text.length; at += 1) {
    sums[at + 1] = Math.imul(sums[at] ?? 0, BASE) + text.charCodeAt(at);
    powers[at + 1] = Math.imul(powers[at] ?? 0, BASE);
  }
  return { sums, powers };
}

function hashBetween({ sums, powers }: PrefixHashes, start: number, end: number): number {
  return ((sums[end] ?? 0) - Math.imul(sums[start] ?? 0, powers[end - start] ?? 0)) | 0;
}
