/** One place on a line: how far along it, the loss there and its slope along the line. */
export interface Trial {
  readonly length: number;
  readonly value: number;
  readonly slope: number;
}

/** What a line search knows: the best place so far, the other end, and whether a minimum lies between the two. */
export interface Bracket {
  readonly best: Trial;
  readonly other: Trial;
  readonly closed: boolean;
}

/** A bracket stays closed from the inside: the next trial goes at most this share of the way to the other end. */
const MOST_OF_BRACKET = 0.66;

/**
 * The bracket with one more trial in it, and the length to try next: the minimum of a cubic or a parabola through what is known,
 * whichever of the two is the safer in each of four cases (Moré and Thuente 1994, "Line search algorithms with guaranteed sufficient
 * decrease", section 4). `limits` are the lengths between which an open bracket may be left.
 */
export function nextTrial(
  bracket: Bracket,
  trial: Trial,
  limits: readonly [number, number],
): { bracket: Bracket; length: number } {
  const { best, other } = bracket;
  if (trial.value > best.value)
    return { bracket: { best, other: trial, closed: true }, length: fromHigher(best, trial) };
  if (trial.slope * Math.sign(best.slope) < 0)
    return { bracket: { best: trial, other: best, closed: true }, length: fromOtherSide(best, trial) };
  const length =
    Math.abs(trial.slope) < Math.abs(best.slope)
      ? fromFlatter(bracket, trial, limits)
      : fromSteeper(bracket, trial, limits);
  return { bracket: { best: trial, other, closed: bracket.closed }, length };
}

/** Case 1: the loss rose, so a minimum lies between. The nearer of the two, or half way when the cubic is the farther. */
function fromHigher(best: Trial, trial: Trial): number {
  const cubic = cubicMinimum(best, trial);
  const fall = (best.value - trial.value) / (trial.length - best.length) + best.slope;
  const parabola = best.length + (best.slope / fall / 2) * (trial.length - best.length);
  return Math.abs(cubic - best.length) < Math.abs(parabola - best.length) ? cubic : cubic + (parabola - cubic) / 2;
}

/** Case 2: lower, but the slope changed its sign, so a minimum lies between. The one that is farther from the trial. */
function fromOtherSide(best: Trial, trial: Trial): number {
  return farther(trial, cubicMinimum(trial, best), secantMinimum(best, trial));
}

/** Case 3: lower and flatter. The cubic may have its minimum on the wrong side or none; then the limit is tried in its place. */
function fromFlatter({ best, other, closed }: Bracket, trial: Trial, [least, most]: readonly [number, number]): number {
  const onward = trial.length > best.length;
  const { share, bend } = cubicShare(trial, best);
  const cubic = share < 0 && bend !== 0 ? along(trial, best, share) : onward ? most : least;
  const secant = secantMinimum(best, trial);
  if (!closed) return Math.max(least, Math.min(most, farther(trial, cubic, secant)));
  const nearer = Math.abs(cubic - trial.length) < Math.abs(secant - trial.length) ? cubic : secant;
  const inside = trial.length + MOST_OF_BRACKET * (other.length - trial.length);
  return onward ? Math.min(inside, nearer) : Math.max(inside, nearer);
}

/** Case 4: lower and at least as steep. The cubic with the other end, where there is one. */
function fromSteeper({ best, other, closed }: Bracket, trial: Trial, [least, most]: readonly [number, number]): number {
  if (closed) return cubicMinimum(trial, other);
  return trial.length > best.length ? most : least;
}

function farther(trial: Trial, cubic: number, secant: number): number {
  return Math.abs(cubic - trial.length) > Math.abs(secant - trial.length) ? cubic : secant;
}

/** Where the slope would be zero if it changed evenly. */
function secantMinimum(best: Trial, trial: Trial): number {
  return trial.length + (trial.slope / (trial.slope - best.slope)) * (best.length - trial.length);
}

function cubicMinimum(from: Trial, to: Trial): number {
  return along(from, to, cubicShare(from, to).share);
}

function along(from: Trial, to: Trial, share: number): number {
  return from.length + share * (to.length - from.length);
}

/** The minimum of the cubic through both values and slopes, as a share of the way; `bend` is zero where it has none. */
function cubicShare(from: Trial, to: Trial): { share: number; bend: number } {
  const middle = (3 * (from.value - to.value)) / (to.length - from.length) + from.slope + to.slope;
  const scale = Math.max(Math.abs(middle), Math.abs(from.slope), Math.abs(to.slope));
  const square = (middle / scale) ** 2 - (from.slope / scale) * (to.slope / scale);
  const bend = scale * Math.sqrt(Math.max(0, square)) * Math.sign(to.length - from.length);
  return { share: (bend - from.slope + middle) / (bend - from.slope + bend + to.slope), bend };
}
