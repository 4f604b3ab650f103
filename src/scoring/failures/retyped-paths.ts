import type { JsonValue } from '../../formats/json-value.ts';
import { isEmptyLeaf } from './is-empty-leaf.ts';
import type { Leaf } from './leaves-of.ts';
import { type JsonType, valueShape } from './value-shape.ts';

/** Every prefix of a path is looked up; a key of thousands of dots is an attack. */
const LONGEST_PATH = 300;

type Leaves = ReadonlyMap<string, Leaf>;

/**
 * Paths at and below which one side has a value and the other a list or an object of values, of a type that no right answer has there
 * (`typesAt`): `type-wrong` names those, and "missing" and "invented" would name the same fault twice more.
 */
export function retypedPaths(
  gold: Leaves,
  given: Leaves,
  typesAt: (path: string) => readonly JsonType[],
): ReadonlySet<string> {
  const isOther = (top: string, type: JsonType): boolean => {
    const known: readonly JsonType[] = typesAt(shapePath(top)).filter((each) => each !== 'null');
    return known.length > 0 && !known.includes(type);
  };
  return new Set([
    ...below(gold, given).flatMap(({ top, path }) =>
      isOther(top, path[top.length] === '[' ? 'array' : 'object') ? [top, path] : [],
    ),
    ...below(given, gold).flatMap(({ top, value, path }) =>
      typesOf(value).some((type) => isOther(top, type)) ? [top, path] : [],
    ),
  ]);
}

/** Leaves of `nested` below a value of `flat`. */
function below(flat: Leaves, nested: Leaves): { top: string; value: JsonValue; path: string }[] {
  return [...nested.keys()].flatMap((path) => {
    if (path.length > LONGEST_PATH || flat.has(path)) return [];
    const top = ancestorsOf(path).find((ancestor) => flat.has(ancestor));
    const value = top === undefined ? null : (flat.get(top)?.value ?? null);
    return top === undefined || isEmptyLeaf(value) ? [] : [{ top, value, path }];
  });
}

function ancestorsOf(path: string): string[] {
  return [...path.matchAll(/[.[]/g)].map(({ index }) => path.slice(0, index));
}

function shapePath(path: string): string {
  return path.replace(/\[\d+\]/g, '[]');
}

function typesOf(value: JsonValue): readonly JsonType[] {
  return [...(valueShape(value).get('') ?? [])];
}
