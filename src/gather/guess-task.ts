import { type JsonValue, parseJson } from '../formats/json.ts';
import { firstOptions } from '../scoring/failures/first-options.ts';
import { matchClass } from '../scoring/match-class.ts';
import type { Task } from '../scoring/task.ts';

/** Fewer rows cannot show that golds repeat. */
const MIN_ROWS = 10;
const MAX_GUESSED_CLASSES = 12;
/** `safe`, `Safe`, `SAFE.`: each class may be written in some ways. */
const MOST_SPELLINGS = 4 * MAX_GUESSED_CLASSES;
/** Each class must be seen about this often, or the golds are answers that happen to repeat. */
const ROWS_PER_CLASS = 3;
/** `non_hazardous_waste`, `(A)`: a class is a word or two. */
const MAX_CLASS_LENGTH = 40;

/** Golds that come one by one, and the task that they show beyond doubt. */
export interface TaskGuess {
  readonly add: (row: { readonly gold?: JsonValue | undefined; readonly target?: string | undefined }) => void;
  readonly result: () => Task;
}

/** A task is guessed where every row has gold and all golds are alike: a few short classes, or objects with the same keys. Else `free`. */
export function guessTask(): TaskGuess {
  const spellings = new Map<string, number>();
  const counts = { rows: 0, golds: 0, texts: 0, targets: 0 };
  let areTargetsJson = true;
  let keys: { readonly names: string; readonly fields: readonly string[] } | null | undefined;
  return {
    add: ({ gold: given, target }) => {
      counts.rows++;
      if (target !== undefined) {
        counts.targets++;
        areTargetsJson &&= /^\s*[[{]/.test(target) && parseJson(target).ok;
      }
      if (given === undefined || given === null) return;
      counts.golds++;
      const gold = firstOptions(given);
      if (gold !== null && typeof gold !== 'object') {
        counts.texts++;
        const text = String(gold);
        if (spellings.size <= MOST_SPELLINGS || spellings.has(text))
          spellings.set(text, (spellings.get(text) ?? 0) + 1);
      }
      const own = keysOf(gold);
      if (keys === undefined) keys = own;
      else if (own?.names !== keys?.names) keys = null;
    },
    result: () => {
      const { rows, golds, texts, targets } = counts;
      if (rows < MIN_ROWS || golds < rows) return { kind: 'free' };
      const classes = spelledOnce(spellings);
      if (texts === golds && spellings.size <= MOST_SPELLINGS && areClasses(classes, texts)) {
        const answer = targets > 0 && areTargetsJson ? 'json' : 'text';
        return { kind: 'classify', classes: classes.toSorted(), answer };
      }
      return keys === null || keys === undefined ? { kind: 'free' } : { kind: 'extract', fields: keys.fields };
    },
  };
}

/** Each class by its most frequent spelling: golds that differ in case or outer punctuation name one class, in several ways. */
function spelledOnce(spellings: ReadonlyMap<string, number>): readonly string[] {
  const frequent = [...spellings].sort(([one, count], [other, more]) => more - count || (one < other ? -1 : 1));
  let classes: readonly string[] = [];
  for (const [name] of frequent) if (matchClass(name, classes) === undefined) classes = [...classes, name];
  return classes;
}

function areClasses(classes: readonly string[], texts: number): boolean {
  const few = classes.length >= 2 && classes.length <= MAX_GUESSED_CLASSES && texts >= classes.length * ROWS_PER_CLASS;
  return few && classes.every((name) => name.trim() !== '' && name.length <= MAX_CLASS_LENGTH);
}

/** Null for what is no object with keys. */
function keysOf(gold: JsonValue): { readonly names: string; readonly fields: readonly string[] } | null {
  if (typeof gold !== 'object' || gold === null || Array.isArray(gold)) return null;
  const fields = Object.keys(gold);
  return fields.length === 0 ? null : { names: fields.toSorted().join('\n'), fields };
}
