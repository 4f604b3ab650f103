/** An object with a value for each of a closed set of names. */
export function recordOf<const K extends string, T>(
  names: readonly K[],
  value: (name: K) => T,
): Readonly<Record<K, T>> {
  // `Object.fromEntries` forgets the names; here every one of them has an entry.
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<K, T>;
}
