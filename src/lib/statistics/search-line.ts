import { type Bracket, nextTrial, type Trial } from './next-trial.ts';

/** Settings of L-BFGS-B 3.0: enough decrease, flat enough, and a bracket too narrow to go on, each relative. */
const DECREASE = 1e-3;
const CURVATURE = 0.9;
const NARROW = 0.1;
const LONGEST = 1e10;
/** How far an open bracket may be left behind, in distances between its ends. */
const [LEAST_STRETCH, MOST_STRETCH] = [1.1, 4];
/** A bracket that shrank by less than this over two trials is halved. */
const SHRINKS = 0.66;
const MOST_TRIALS = 20;

interface Search {
  readonly bracket: Bracket;
  readonly limits: readonly [number, number];
  /** Width of the bracket after the last trial and the one before. */
  readonly widths: readonly [number, number];
  /** Until a trial has fallen enough and the slope has turned, an auxiliary loss is searched whose minimum has fallen enough. */
  readonly auxiliary: boolean;
}

/**
 * A length along a line of descent at which the loss has fallen enough and is flat enough (strong Wolfe conditions), by Moré and Thuente's
 * search (1994, ACM TOMS 20:286) with the settings of L-BFGS-B 3.0. `start` has length 0 and a negative slope, `first` is the length to try
 * first. When rounding leaves nothing to search the last trial is taken. Null when the trials run out.
 */
export function searchLine(start: Trial, first: number, evaluate: (length: number) => Trial): Trial | null {
  const expected = DECREASE * start.slope;
  let search: Search = {
    bracket: { best: start, other: start, closed: false },
    limits: [0, first + MOST_STRETCH * first],
    widths: [LONGEST, 2 * LONGEST],
    auxiliary: true,
  };
  let length = first;
  for (let tried = 0; tried < MOST_TRIALS; tried++) {
    const trial = evaluate(length);
    const fallen = trial.value <= start.value + length * expected;
    if (fallen && search.auxiliary && trial.slope >= 0) search = { ...search, auxiliary: false };
    if (isExhausted(search, length) || (length === LONGEST && fallen && trial.slope <= expected)) return trial;
    if (fallen && Math.abs(trial.slope) <= CURVATURE * -start.slope) return trial;
    ({ search, length } = narrow(search, trial, fallen ? 0 : expected));
  }
  return null;
}

/** Nothing is left between the ends of a closed bracket: rounding decides from here on. */
function isExhausted({ bracket, limits: [least, most] }: Search, length: number): boolean {
  return bracket.closed && (length <= least || length >= most || most - least <= NARROW * most);
}

/** The next length to try. A trial that has not fallen enough is judged by how it lies above the fall that was `expected`. */
function narrow(search: Search, trial: Trial, expected: number): { search: Search; length: number } {
  const tilt = search.auxiliary && trial.value <= search.bracket.best.value ? expected : 0;
  const next = nextTrial(tilted(search.bracket, -tilt), tiltedTrial(trial, -tilt), search.limits);
  const bracket = tilted(next.bracket, tilt);
  const { best, other, closed } = bracket;
  const width = Math.abs(other.length - best.length);
  const halve = closed && width >= SHRINKS * search.widths[1];
  let length = halve ? best.length + (other.length - best.length) / 2 : next.length;
  const widths = closed ? ([width, search.widths[0]] as const) : search.widths;
  const limits = closed ? endsOf(bracket) : stretched(best, length);
  length = Math.max(0, Math.min(LONGEST, length));
  const narrowed = { ...search, bracket, widths, limits };
  return { search: narrowed, length: isExhausted(narrowed, length) ? best.length : length };
}

function endsOf({ best, other }: Bracket): [number, number] {
  return [Math.min(best.length, other.length), Math.max(best.length, other.length)];
}

function stretched(best: Trial, length: number): [number, number] {
  const step = length - best.length;
  return [length + LEAST_STRETCH * step, length + MOST_STRETCH * step];
}

function tilted({ best, other, closed }: Bracket, tilt: number): Bracket {
  return { best: tiltedTrial(best, tilt), other: tiltedTrial(other, tilt), closed };
}

function tiltedTrial({ length, value, slope }: Trial, tilt: number): Trial {
  return { length, value: value + length * tilt, slope: slope + tilt };
}
