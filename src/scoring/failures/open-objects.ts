import type { ValueShape } from './value-shape.ts';

/** The budget of false alarms of issue 6; and fewer keys than this seen once are rare options or slips. */
const MOST_NEW = 0.005;
const FEWEST_ONCE = 3;

/**
 * Paths of the objects whose keys are values themselves (names of persons, dates): the next right answer is likely to have a key that
 * none had before. How likely is estimated by the share of answers that brought a key which occurs only once (Good 1953, Turing's
 * estimate). `''` is the answer itself.
 */
export function openObjects(shapes: readonly ValueShape[]): ReadonlySet<string> {
  const uses = new Map<string, number>();
  for (const shape of shapes) for (const path of shape.keys()) uses.set(path, (uses.get(path) ?? 0) + 1);
  const once = new Map<string, number>();
  for (const [path, count] of uses) {
    if (count > 1 || path === '' || path.endsWith('[]')) continue;
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('.')));
    once.set(parent, (once.get(parent) ?? 0) + 1);
  }
  return new Set(
    [...once].flatMap(([parent, count]) => (count >= FEWEST_ONCE && count > MOST_NEW * shapes.length ? [parent] : [])),
  );
}
