import { excerpt } from '../lib/excerpt.ts';

/** `key: before → after` for every key whose value is not the same in two records; a missing key has no value. */
export function changedKeys(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => {
    const [was, is] = [before, after].map((record) => (Object.hasOwn(record, key) ? record[key] : undefined));
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [`${key}: ${shown(was)} → ${shown(is)}`];
  });
}

function shown(value: unknown): string {
  return value === undefined ? 'not set' : excerpt(typeof value === 'string' ? value : JSON.stringify(value), 80);
}
