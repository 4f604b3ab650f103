/** At most `count` items, evenly spread over the list, first and last included. */
export function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return Array.from(
    { length: count },
    (_, at) => items[Math.round((at * (items.length - 1)) / Math.max(1, count - 1))],
  ).flatMap((item) => (item === undefined ? [] : [item]));
}
