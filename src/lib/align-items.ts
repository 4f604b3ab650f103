/** One stretch of two lists laid side by side. */
export interface AlignedItems<T> {
  readonly kind: 'same' | 'first-only' | 'second-only';
  readonly items: readonly T[];
}

/** Beyond this many edits the lists have little in common and an alignment explains nothing: the middle is shown whole. */
const MOST_EDITS = 400;

/**
 * Aligns two lists with Myers' greedy algorithm, after taking off what they share at both ends. Neighbours of one kind are one
 * stretch; within a change what only the first list has comes first. Items are compared by identity.
 */
export function alignItems<T>(a: readonly T[], b: readonly T[]): readonly AlignedItems<T>[] {
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const middle = edits(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return joined<T>([
    { kind: 'same', items: a.slice(0, start) },
    ...middle,
    { kind: 'same', items: end > 0 ? a.slice(-end) : [] },
  ]);
}

function edits<T>(a: readonly T[], b: readonly T[]): readonly AlignedItems<T>[] {
  const trace = shortestTrace(a, b);
  if (trace === undefined) {
    return [
      { kind: 'first-only', items: a },
      { kind: 'second-only', items: b },
    ];
  }
  const parts: AlignedItems<T>[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = trace.length - 1; d >= 0; d -= 1) {
    const reach = trace[d] ?? new Map<number, number>();
    const k = x - y;
    const isDown = goesDown(reach, k, d);
    const from = d === 0 ? 0 : (reach.get(isDown ? k + 1 : k - 1) ?? 0);
    const fromY = d === 0 ? 0 : from - (isDown ? k + 1 : k - 1);
    while (x > from && y > fromY && a[x - 1] === b[y - 1]) {
      parts.push({ kind: 'same', items: a.slice(x - 1, x) });
      x -= 1;
      y -= 1;
    }
    if (d === 0) break;
    if (isDown) parts.push({ kind: 'second-only', items: b.slice(y - 1, y) });
    else parts.push({ kind: 'first-only', items: a.slice(x - 1, x) });
    [x, y] = [from, fromY];
  }
  return parts.reverse();
}

/** For each number of edits how far every diagonal reached before that edit; undefined when there are too many. */
function shortestTrace<T>(a: readonly T[], b: readonly T[]): readonly ReadonlyMap<number, number>[] | undefined {
  const reach = new Map<number, number>([[1, 0]]);
  const trace: ReadonlyMap<number, number>[] = [];
  for (let d = 0; d <= Math.min(MOST_EDITS, a.length + b.length); d += 1) {
    trace.push(new Map(reach));
    for (let k = -d; k <= d; k += 2) {
      let x = goesDown(reach, k, d) ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return trace;
    }
  }
  return undefined;
}

function goesDown(reach: ReadonlyMap<number, number>, k: number, d: number): boolean {
  return k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
}

function joined<T>(parts: readonly AlignedItems<T>[]): readonly AlignedItems<T>[] {
  const result: { readonly kind: AlignedItems<T>['kind']; readonly items: T[] }[] = [];
  let change: { readonly first: T[]; readonly second: T[] } = { first: [], second: [] };
  const flush = () => {
    if (change.first.length > 0) result.push({ kind: 'first-only', items: change.first });
    if (change.second.length > 0) result.push({ kind: 'second-only', items: change.second });
    change = { first: [], second: [] };
  };
  for (const { kind, items } of parts) {
    if (items.length === 0) continue;
    if (kind === 'first-only') for (const item of items) change.first.push(item);
    else if (kind === 'second-only') for (const item of items) change.second.push(item);
    else {
      flush();
      const last = result.at(-1);
      if (last?.kind === 'same') for (const item of items) last.items.push(item);
      else result.push({ kind: 'same', items: [...items] });
    }
  }
  flush();
  return result;
}
