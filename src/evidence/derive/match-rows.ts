import { once } from '../../lib/once.ts';
import type { DataRow } from '../data-set.ts';
import { rowTexts } from './row-texts.ts';
import { wholeTurns } from './whole-turns.ts';

// A window long enough to be rare in prose and short enough to survive truncation; longer templated stretches still collide, which is
// why candidates are verified by locating every turn afterwards.
const WINDOW = 24;
/** Windows for the whole data set: enough to tell rows of a small one apart that share most of their text, bounded for a large one. */
const WINDOW_BUDGET = 400_000;
const MIN_WINDOWS = 6;
const END_STEP = 6;
const MAX_WINDOWS = 160;
/** A window that this many rows share says nothing about which row it is. */
const COMMON = 64;
/** A window that no more rows than this share. */
const RARE = 8;
/**
 * Rows with a turn too short for a window, by which they may differ from others, are compared one by one; more of them than this are not
 * worth the time.
 */
const MAX_SHORT_ROWS = 2000;
export const MAX_CANDIDATES = 12;

/** Finds, for a rendered text, the data rows that it may be a rendering of, most likely first. */
export type RowMatcher = (text: string) => readonly DataRow[];

/** Whole turns first. Windows of turns are for texts in which none stands as it is: cut by a length, or rewritten by a template. */
export function rowMatcher(rows: readonly DataRow[]): RowMatcher {
  const whole = wholeTurns(rows);
  const partial = once(() => windowMatcher(rows));
  return (text) => {
    const held = whole(text);
    const [first] = held;
    if (first !== undefined && explains(first, text)) return held;
    return [...new Set([...held, ...partial()(text)])];
  };
}

/** Every turn stands in the text but the answers, which a request lacks, and the row is the greater part of it. */
function explains(row: DataRow, text: string): boolean {
  const asked = row.text === undefined ? row.turns.filter((turn) => !turn.answer).map((turn) => turn.text) : [row.text];
  return lengthOf(row) * 2 >= text.length && asked.every((turn) => text.includes(turn.trim()));
}

function windowMatcher(rows: readonly DataRow[]): RowMatcher {
  const index = new Map<string, DataRow[]>();
  const shortRows: DataRow[] = [];
  const perText = Math.min(
    MAX_WINDOWS,
    Math.max(MIN_WINDOWS, Math.floor(WINDOW_BUDGET / Math.max(1, rows.length * 2))),
  );
  const telling = tellingWindows(rows);
  for (const row of rows) {
    const windows = [...rowTexts(row).flatMap((text) => windowsOf(text, perText)), ...(telling.get(row) ?? [])];
    const isShort = rowTexts(row).some((text) => text.length < WINDOW);
    if (isShort && shortRows.length < MAX_SHORT_ROWS) shortRows.push(row);
    for (const window of new Set(windows)) append(index, window, row);
  }
  return (text) => {
    const short = shortRows
      .filter((row) => rowTexts(row).every((part) => part === '' || text.includes(part)))
      .sort((a, b) => lengthOf(b) - lengthOf(a));
    return [...new Set([...voted(index, text).slice(0, MAX_CANDIDATES), ...short.slice(0, MAX_CANDIDATES)])];
  };
}

/** Shared windows are thousands in a templated data set and say nothing beside a rare one, so they vote only when there is none. */
function voted(index: ReadonlyMap<string, readonly DataRow[]>, text: string): readonly DataRow[] {
  const hits: (readonly DataRow[])[] = [];
  for (let at = 0; at + WINDOW <= text.length; at += 1) {
    const rows = index.get(text.slice(at, at + WINDOW));
    if (rows !== undefined) hits.push(rows);
  }
  const rare = hits.filter((rows) => rows.length <= RARE);
  const votes = new Map<DataRow, number>();
  for (const rows of rare.length > 0 ? rare : new Set(hits)) {
    for (const row of rows) votes.set(row, (votes.get(row) ?? 0) + 1 / rows.length ** 2);
  }
  return [...votes].sort((a, b) => b[1] - a[1] || a[0].index - b[0].index).map(([row]) => row);
}

function lengthOf(row: DataRow): number {
  return rowTexts(row).reduce((sum, text) => sum + text.length, 0);
}

/** Windows spread over the text, and more of them at its end: rows made from one template differ late. */
function windowsOf(text: string, most: number): readonly string[] {
  const last = text.length - WINDOW;
  if (last < 0) return [];
  const spread = Math.ceil(most / 2);
  const starts = new Set(Array.from({ length: spread }, (_, i) => Math.round((last * i) / Math.max(1, spread - 1))));
  for (let i = 0; i < most - spread && last - i * END_STEP >= 0; i += 1) starts.add(last - i * END_STEP);
  return [...starts].map((start) => text.slice(start, start + WINDOW));
}

/**
 * Windows where each text parts from the texts most like it, wherever in it that is: of texts in alphabetical order the neighbours share
 * the longest beginnings, and rows made from one template differ right after them.
 */
function tellingWindows(rows: readonly DataRow[]): ReadonlyMap<DataRow, readonly string[]> {
  const texts = rows.flatMap((row) => rowTexts(row).map((text) => ({ row, text })));
  const sorted = texts
    .filter(({ text }) => text.length >= WINDOW)
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const windows = new Map<DataRow, string[]>();
  for (const [i, { row, text }] of sorted.entries()) {
    for (const other of [sorted[i - 1]?.text, sorted[i + 1]?.text]) {
      if (other === undefined || other === text) continue;
      const start = Math.min(text.length - WINDOW, Math.max(0, commonStart(text, other) - WINDOW / 2));
      windows.set(row, [...(windows.get(row) ?? []), text.slice(start, start + WINDOW)]);
    }
  }
  return windows;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length += 1;
  return length;
}

function append(index: Map<string, DataRow[]>, window: string, row: DataRow): void {
  const rows = index.get(window);
  if (rows === undefined) index.set(window, [row]);
  else if (rows.length < COMMON) rows.push(row);
}
