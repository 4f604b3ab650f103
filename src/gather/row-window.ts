import type { Unclaimed } from '../evidence/answer-summary.ts';

/** One row of a file that is read in step with another one. */
export interface WindowRow<T> {
  /** What the row is known by: its id, its place in the file. */
  readonly keys: readonly string[];
  readonly split?: string | undefined;
  readonly value: T;
  /** What keeping it costs, in UTF-16 units. */
  readonly units: number;
}

export interface WindowLimits {
  /** UTF-16 units of rows that may be held. */
  readonly mostUnits: number;
  /** Every row is asked for once at most, and let go when it was found. */
  readonly once?: boolean;
}

/** Rows of one file by the keys of another, of which only those are held that are still to come or lie out of order. */
export interface RowWindow<T> {
  /** The row with that key, of the same split where both say one. With `anySplit` a row of another split is better than none. */
  readonly find: (key: string, split?: string, anySplit?: boolean) => Promise<T | undefined>;
  /** How often a row was not found that may have been let go, or lie where there was no room to read on to. */
  readonly outOfReach: () => number;
  /** Reads the file to its end, and says which rows nobody asked for. */
  readonly rest: () => Promise<Unclaimed>;
  /** Lets go of the file where it was not read to its end. */
  readonly close: () => Promise<void>;
}

/**
 * Joins a file to another without holding it: predictions are mostly written in the order of what they answer, so the row that is asked for
 * is the next one, and is let go soon after. Rows that were read on the way are held up to `mostUnits`, so any order will do for files of that size; beyond it, rows
 * that lie before the last one that was found are let go first.
 */
export function rowWindow<T>(
  rows: AsyncIterable<WindowRow<T>>,
  { mostUnits, once = false }: WindowLimits,
): RowWindow<T> {
  const source = rows[Symbol.asyncIterator]();
  const held = heldRows<T>();
  const state = { done: false, outOfReach: 0 };
  const readOn = async (): Promise<boolean> => {
    if (held.foundUnits() > MOST_FOUND_UNITS) held.makeRoom('found', held.units() - MOST_FOUND_UNITS / 2);
    if (!state.done && held.units() > mostUnits) held.makeRoom('passed', mostUnits / 2);
    if (state.done || held.units() > mostUnits) return false;
    const next = await source.next();
    if (next.done === true) state.done = true;
    else held.add(next.value);
    return !state.done;
  };
  return {
    find: async (key, split, anySplit = false) => {
      const isSame = ({ split: other }: WindowRow<T>): boolean =>
        split === undefined || other === undefined || split === other;
      let found = held.find(key, isSame);
      while (found === undefined && (await readOn())) found = held.find(key, isSame);
      if (anySplit) found ??= held.find(key, () => true);
      if (found === undefined && (held.letGo().count > 0 || !state.done)) state.outOfReach++;
      if (found !== undefined && once) held.remove(found);
      return found?.value;
    },
    outOfReach: () => state.outOfReach,
    rest: async () => {
      for (let next = await source.next(); next.done !== true; next = await source.next()) {
        held.makeRoom('any', 0);
        held.add(next.value);
      }
      held.makeRoom('any', 0);
      state.done = true;
      return held.letGo();
    },
    close: async () => {
      state.done = true;
      await source.return?.();
    },
  };
}

interface Entry<T> extends WindowRow<T> {
  readonly place: number;
  found: boolean;
}

interface HeldRows<T> {
  readonly add: (row: WindowRow<T>) => void;
  readonly find: (key: string, isMatch: (row: WindowRow<T>) => boolean) => Entry<T> | undefined;
  readonly remove: (entry: Entry<T>) => void;
  /** Lets go of rows, first ones first, until no more than so many units are held: of those that were found, passed over, or of any. */
  readonly makeRoom: (which: 'found' | 'passed' | 'any', units: number) => void;
  readonly units: () => number;
  readonly foundUnits: () => number;
  /** Rows that were let go and had not been found. */
  readonly letGo: () => Unclaimed;
}

/** 4 MB of rows that were found are kept for another split that asks for them: beyond, nothing that is in order takes room. */
const MOST_FOUND_UNITS = 2 * 1024 * 1024;
/** An id that more rows share than there are splits says nothing; hostile files have millions of one. */
const MOST_OF_ONE_KEY = 16;
/** Ids that a message or a report names. */
const MOST_IDS = 20;

function heldRows<T>(): HeldRows<T> {
  const byKey = new Map<string, Entry<T>[]>();
  const byPlace = new Map<number, Entry<T>>();
  const state = { next: 0, lastFound: -1, units: 0, foundUnits: 0 };
  const letGo: { count: number; readonly ids: string[] } = { count: 0, ids: [] };
  const remove = (entry: Entry<T>): void => {
    byPlace.delete(entry.place);
    state.units -= entry.units;
    if (entry.found) state.foundUnits -= entry.units;
    for (const key of entry.keys) removeFrom(byKey, key, entry);
    if (entry.found) return;
    letGo.count++;
    if (letGo.ids.length < MOST_IDS) letGo.ids.push(entry.keys[0] ?? '');
  };
  return {
    remove,
    add: (row) => {
      const entry = { ...row, place: state.next++, found: false };
      byPlace.set(entry.place, entry);
      state.units += entry.units;
      for (const key of entry.keys) addTo(byKey, key, entry);
    },
    find: (key, isMatch) => {
      const entry = byKey.get(key)?.find(isMatch);
      if (entry === undefined) return undefined;
      if (!entry.found) state.foundUnits += entry.units;
      entry.found = true;
      state.lastFound = Math.max(state.lastFound, entry.place);
      return entry;
    },
    makeRoom: (which, units) => {
      for (const entry of byPlace.values()) {
        if (state.units <= units || (which !== 'any' && entry.place > state.lastFound)) break;
        if (which !== 'found' || entry.found) remove(entry);
      }
    },
    units: () => state.units,
    foundUnits: () => state.foundUnits,
    letGo: () => letGo,
  };
}

function addTo<T>(byKey: Map<string, Entry<T>[]>, key: string, entry: Entry<T>): void {
  const others = byKey.get(key);
  if (others === undefined) byKey.set(key, [entry]);
  else if (others.length < MOST_OF_ONE_KEY) others.push(entry);
}

function removeFrom<T>(byKey: Map<string, Entry<T>[]>, key: string, entry: Entry<T>): void {
  const left = byKey.get(key)?.filter((one) => one !== entry) ?? [];
  if (left.length === 0) byKey.delete(key);
  else byKey.set(key, left);
}
