/** A stretch that two texts share, by where it starts in each. */
export interface CommonRun {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

/** A known text shorter than this stands at several places. */
const MIN_ANCHOR = 8;
// Seeds shorter than this match by chance in templated text; a shared run shorter than this is no anchor.
const SEED = 16;

/**
 * The longest run that both texts share, found from seeds of 16 characters and extended both ways; linear for texts that differ in a few
 * places. With a text that is known to belong to both (the last time it occurs), the run around that one instead.
 */
export function longestCommonRun(a: string, b: string, known = ''): CommonRun {
  const [inA, inB] = known.trim().length < MIN_ANCHOR ? [-1, -1] : [a.lastIndexOf(known), b.lastIndexOf(known)];
  if (inA >= 0 && inB >= 0) return extended([a, inA], [b, inB], known.length);
  const seeds = new Map<string, number>();
  for (let at = 0; at + SEED <= a.length; at += SEED) {
    const seed = a.slice(at, at + SEED);
    if (!seeds.has(seed)) seeds.set(seed, at);
  }
  let best: CommonRun = { a: 0, b: 0, length: 0 };
  for (let at = 0; at + SEED <= b.length; at += 1) {
    const hit = seeds.get(b.slice(at, at + SEED));
    if (hit === undefined) continue;
    const run = extended([a, hit], [b, at], SEED);
    if (run.length > best.length) best = run;
    // Every seed inside a run just measured would only find the same run again.
    at = Math.max(at, run.b + run.length - SEED);
  }
  return best;
}

type At = readonly [text: string, at: number];

function extended([a, atA]: At, [b, atB]: At, known: number): CommonRun {
  let left = 0;
  while (atA - left > 0 && atB - left > 0 && a[atA - left - 1] === b[atB - left - 1]) left += 1;
  let right = known;
  while (atA + right < a.length && atB + right < b.length && a[atA + right] === b[atB + right]) right += 1;
  return { a: atA - left, b: atB - left, length: left + right };
}
