import type { Unclaimed } from '../evidence/answer-summary.ts';
import { type StoredText, textBlocks } from './data-text-blocks.ts';

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

/** How a row is kept as text. What objects take in memory is a multiple of it. */
export interface RowPacking<T> {
  /** Undefined for a row that would not come back as it is. */
  readonly pack: (value: T) => string | undefined;
  readonly unpack: (text: string) => T;
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
 * is the next one, and is let go soon after. Rows that were read on the way are held up to `mostUnits`, so any order will do for files of
 * that size; beyond it, rows that lie before the last one that was found are let go first.
 */
export function rowWindow<T>(
  rows: AsyncIterable<WindowRow<T>>,
  { mostUnits, once = false }: WindowLimits,
  packing?: RowPacking<T>,
): RowWindow<T> {
  const source = rows[Symbol.asyncIterator]();
  const held = heldRows(packing);
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
      const isSame = ({ split: other }: Entry<T>): boolean =>
        split === undefined || other === undefined || split === other;
      let found = held.find(key, isSame);
      while (found === undefined && (await readOn())) found = held.find(key, isSame);
      if (anySplit) found ??= held.find(key, () => true);
      if (found === undefined && (held.letGo().count > 0 || !state.done)) state.outOfReach++;
      if (found !== undefined && once) held.remove(found);
      return found && held.valueIn(found);
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

/** What is held of a row: a hundred thousand of them lie in memory where two files are in different orders. */
interface Entry<T> {
  readonly keys: readonly ShortKey[];
  readonly split: string | undefined;
  readonly kept: Kept<T>;
  readonly units: number;
  readonly place: number;
  found: boolean;
}

type Kept<T> = { readonly value: T } | (StoredText & Pick<RowPacking<T>, 'unpack'>);

/** `#12` is kept as 12, which takes no memory of its own. */
type ShortKey = string | number;

interface HeldRows<T> {
  readonly add: (row: WindowRow<T>) => void;
  readonly find: (key: string, isMatch: (row: Entry<T>) => boolean) => Entry<T> | undefined;
  readonly valueIn: (entry: Entry<T>) => T;
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
/** 2 MB of rows that lie ahead are kept as they are: where both files are in order, none is packed. */
const MOST_LOOSE_UNITS = 1024 * 1024;
/** An id that more rows share than there are splits says nothing; hostile files have millions of one. */
const MOST_OF_ONE_KEY = 16;
/** Ids that a message or a report names. */
const MOST_IDS = 20;

function heldRows<T>(packing: RowPacking<T> | undefined): HeldRows<T> {
  const { keep, valueIn } = keptValues(packing);
  const byKey: EntriesByKey<T> = new Map();
  const byPlace = new Map<number, Entry<T>>();
  const state = { next: 0, lastFound: -1, units: 0, foundUnits: 0, loose: 0 };
  const letGo: { count: number; readonly ids: string[] } = { count: 0, ids: [] };
  const remove = (entry: Entry<T>): void => {
    byPlace.delete(entry.place);
    state.units -= entry.units;
    state.loose -= looseUnits(entry);
    if (entry.found) state.foundUnits -= entry.units;
    for (const key of entry.keys) removeFrom(byKey, key, entry);
    if (entry.found) return;
    letGo.count++;
    if (letGo.ids.length < MOST_IDS) letGo.ids.push(longKey(entry.keys[0] ?? ''));
  };
  return {
    remove,
    valueIn,
    add: ({ keys, split, value, units }) => {
      const kept = keep(value, state.loose > MOST_LOOSE_UNITS);
      const entry = { keys: keys.map(shortKey), split, kept, units, place: state.next++, found: false };
      state.loose += looseUnits(entry);
      byPlace.set(entry.place, entry);
      state.units += entry.units;
      for (const key of entry.keys) addTo(byKey, key, entry);
    },
    find: (key, isMatch) => {
      const entry = entriesOf(byKey, shortKey(key)).find(isMatch);
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

interface KeptValues<T> {
  readonly keep: (value: T, isLater: boolean) => Kept<T>;
  readonly valueIn: (entry: Entry<T>) => T;
}

/** Values as they are, and those that are asked for later as bytes. */
function keptValues<T>(packing: RowPacking<T> | undefined): KeptValues<T> {
  const { write, read } = textBlocks();
  return {
    keep: (value, isLater) => {
      const text = isLater ? packing?.pack(value) : undefined;
      return text === undefined || packing === undefined ? { value } : { ...write(text), unpack: packing.unpack };
    },
    valueIn: ({ kept }) => ('value' in kept ? kept.value : kept.unpack(read(kept))),
  };
}

function looseUnits<T>({ kept, units }: Entry<T>): number {
  return 'value' in kept ? units : 0;
}

const SHORT_KEY = /^#(0|[1-9]\d{0,8})$/;

function shortKey(key: string): ShortKey {
  const number = SHORT_KEY.exec(key)?.[1];
  return number === undefined ? key : Number(number);
}

function longKey(key: ShortKey): string {
  return typeof key === 'number' ? `#${key}` : key;
}

type EntriesByKey<T> = Map<ShortKey, Entry<T> | readonly Entry<T>[]>;

function entriesOf<T>(byKey: EntriesByKey<T>, key: ShortKey): readonly Entry<T>[] {
  return [byKey.get(key) ?? []].flat();
}

function addTo<T>(byKey: EntriesByKey<T>, key: ShortKey, entry: Entry<T>): void {
  const others = entriesOf(byKey, key);
  if (others.length < MOST_OF_ONE_KEY) byKey.set(key, others.length === 0 ? entry : [...others, entry]);
}

function removeFrom<T>(byKey: EntriesByKey<T>, key: ShortKey, entry: Entry<T>): void {
  const left = entriesOf(byKey, key).filter((one) => one !== entry);
  const [only] = left;
  if (only === undefined) byKey.delete(key);
  else byKey.set(key, left.length === 1 ? only : left);
}
