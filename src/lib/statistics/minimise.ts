/** Value of the loss at a point; writes its gradient into the second argument. */
export type Loss = (point: Float64Array, gradient: Float64Array) => number;

/** Steps that L-BFGS remembers; ten is the customary number. */
const MEMORY = 10;
const MOST_STEPS = 1_000;
const MOST_HALVINGS = 40;
/** Sufficient decrease of Armijo's rule. */
const DECREASE = 1e-4;
/** Relative to the size of the first gradient: the loss is then flat to the last digits. */
const FLAT = 1e-11;

/**
 * The point where a smooth convex loss is lowest, by L-BFGS with backtracking (Nocedal and Wright, algorithms 7.4 and 7.5), down to a
 * gradient that is flat to the last digits. `converged` is false when the steps ran out first.
 */
export function minimise(loss: Loss, start: Float64Array): { point: Float64Array; converged: boolean } {
  let point: Float64Array = start;
  let gradient: Float64Array = new Float64Array(start.length);
  let value = loss(point, gradient);
  const flat = FLAT * Math.max(1, norm(gradient));
  const steps: Step[] = [];
  for (let round = 0; round < MOST_STEPS; round++) {
    if (norm(gradient) <= flat) return { point, converged: true };
    const direction = descent(gradient, steps);
    const next = search(loss, { point, value, gradient, direction });
    if (next === null) return { point, converged: norm(gradient) <= Math.sqrt(FLAT) };
    const moved = next.point.map((one, at) => one - (point[at] ?? 0));
    const turned = next.gradient.map((one, at) => one - (gradient[at] ?? 0));
    const curvature = dot(moved, turned);
    if (curvature > 0) steps.push({ moved, turned, curvature });
    if (steps.length > MEMORY) steps.shift();
    ({ point, value, gradient } = next);
  }
  return { point, converged: false };
}

interface Step {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  readonly curvature: number;
}

function descent(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.slice();
  const shares: number[] = [];
  for (const { moved, turned, curvature } of steps.toReversed()) {
    const share = dot(moved, direction) / curvature;
    shares.push(share);
    addScaled(direction, turned, -share);
  }
  const last = steps.at(-1);
  const scale = last === undefined ? 1 / Math.max(1, norm(gradient)) : last.curvature / dot(last.turned, last.turned);
  for (let at = 0; at < direction.length; at++) direction[at] = (direction[at] ?? 0) * scale;
  for (const { moved, turned, curvature } of steps) {
    const share = shares.pop() ?? 0;
    addScaled(direction, moved, share - dot(turned, direction) / curvature);
  }
  return direction.map((one) => -one);
}

interface State {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

function search(loss: Loss, { point, value, gradient, direction }: State & { direction: Float64Array }): State | null {
  const slope = dot(gradient, direction);
  for (let halving = 0, length = 1; halving < MOST_HALVINGS; halving++, length /= 2) {
    const tried = point.map((one, at) => one + length * (direction[at] ?? 0));
    const turned = new Float64Array(point.length);
    const reached = loss(tried, turned);
    // Near the minimum the loss itself no longer changes in a double; there a smaller gradient is the progress to accept.
    const flatter = Math.abs(reached - value) <= 1e-14 * Math.abs(value) && norm(turned) < norm(gradient);
    if (reached <= value + DECREASE * length * slope || flatter)
      return { point: tried, value: reached, gradient: turned };
  }
  return null;
}

function add(vector: Float64Array, at: number, value: number): void {
  vector[at] = (vector[at] ?? 0) + value;
}

function addScaled(vector: Float64Array, other: Float64Array, scale: number): void {
  for (let at = 0; at < vector.length; at++) add(vector, at, scale * (other[at] ?? 0));
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}
