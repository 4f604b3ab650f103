/** One stretch of two texts laid side by side. */
export interface AlignedPart {
  readonly kind: 'same' | 'first-only' | 'second-only';
  readonly text: string;
}

/** Words, white space and markers: what a person sees as one piece. */
const PIECE = /<\|?[^<>\s]{1,40}\|?>|[\p{L}\p{N}]+|\s|[^\s]/gu;
/** Beyond this many edits the texts have little in common and an alignment explains nothing: the middle is shown whole. */
const MOST_EDITS = 400;

/** Aligns two texts by pieces with Myers' greedy algorithm, after taking off what they share at both ends. */
export function alignTexts(first: string, second: string): readonly AlignedPart[] {
  const [a, b] = [first.match(PIECE) ?? [], second.match(PIECE) ?? []];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const middle = edits(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return joined([same(a.slice(0, start)), ...middle, same(end > 0 ? a.slice(-end) : [])]);
}

function same(pieces: readonly string[]): AlignedPart {
  return { kind: 'same', text: pieces.join('') };
}

function edits(a: readonly string[], b: readonly string[]): readonly AlignedPart[] {
  const trace = shortestTrace(a, b);
  if (trace === undefined) {
    return [
      { kind: 'first-only', text: a.join('') },
      { kind: 'second-only', text: b.join('') },
    ];
  }
  const parts: AlignedPart[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = trace.length - 1; d >= 0; d -= 1) {
    const reach = trace[d] ?? new Map<number, number>();
    const k = x - y;
    const isDown = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const from = d === 0 ? 0 : (reach.get(isDown ? k + 1 : k - 1) ?? 0);
    const fromY = d === 0 ? 0 : from - (isDown ? k + 1 : k - 1);
    while (x > from && y > fromY && a[x - 1] === b[y - 1]) {
      parts.push({ kind: 'same', text: a[x - 1] ?? '' });
      x -= 1;
      y -= 1;
    }
    if (d === 0) break;
    if (isDown) parts.push({ kind: 'second-only', text: b[y - 1] ?? '' });
    else parts.push({ kind: 'first-only', text: a[x - 1] ?? '' });
    [x, y] = [from, fromY];
  }
  return parts.reverse();
}

/** For each number of edits how far every diagonal reached before that edit; undefined when there are too many. */
function shortestTrace(a: readonly string[], b: readonly string[]): readonly ReadonlyMap<number, number>[] | undefined {
  const reach = new Map<number, number>([[1, 0]]);
  const trace: ReadonlyMap<number, number>[] = [];
  for (let d = 0; d <= Math.min(MOST_EDITS, a.length + b.length); d += 1) {
    trace.push(new Map(reach));
    for (let k = -d; k <= d; k += 2) {
      const isDown = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
      let x = isDown ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return trace;
    }
  }
  return undefined;
}

/** Neighbours of one kind become one part; within a change what only the first has comes before what only the second has. */
function joined(parts: readonly AlignedPart[]): readonly AlignedPart[] {
  const result: AlignedPart[] = [];
  let change = { first: '', second: '' };
  const flush = () => {
    if (change.first !== '') result.push({ kind: 'first-only', text: change.first });
    if (change.second !== '') result.push({ kind: 'second-only', text: change.second });
    change = { first: '', second: '' };
  };
  for (const part of parts) {
    if (part.text === '') continue;
    if (part.kind === 'first-only') change.first += part.text;
    else if (part.kind === 'second-only') change.second += part.text;
    else {
      flush();
      const last = result.at(-1);
      if (last?.kind === 'same') result[result.length - 1] = { kind: 'same', text: last.text + part.text };
      else result.push(part);
    }
  }
  flush();
  return result;
}
