import { searchLine } from './search-line.ts';

/** Value of the loss at a point; writes its gradient into the second argument. */
export type Loss = (point: Float64Array, gradient: Float64Array) => number;

export interface StoppingRule {
  /** No part of the gradient is larger than this. */
  readonly flat: number;
  /** A step lowers the loss by no more than this share of it (of 1, for a loss below 1). */
  readonly gain: number;
  readonly steps: number;
}

/** Steps that are remembered; ten is the customary number, and scipy's. */
const MEMORY = 10;

interface State {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

interface Step {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  readonly curvature: number;
}

/**
 * The point where a smooth convex loss is lowest, by L-BFGS (Liu and Nocedal 1989; Nocedal and Wright, algorithm 7.4) with the first
 * step, the line search, the skipped updates and the stopping rule of L-BFGS-B 3.0 (Byrd, Lu, Nocedal and Zhu 1995; Zhu, Byrd, Lu
 * and Nocedal 1997) where nothing is bounded, which is what scipy and through it scikit-learn run: the same steps, so a fit that stops
 * early stops at the same place. `converged` is false when the steps ran out or no step lowers the loss any more.
 */
export function minimise(
  loss: Loss,
  start: Float64Array,
  rule: StoppingRule,
): { point: Float64Array; converged: boolean } {
  const first = new Float64Array(start.length);
  let state: State = { point: start, value: loss(start, first), gradient: first };
  let memory: readonly Step[] = [];
  let steps = 0;
  while (steps < rule.steps) {
    if (largest(state.gradient) <= rule.flat) return { point: state.point, converged: true };
    const next = advance(loss, state, { memory, isFirst: steps === 0 });
    if (next === null && memory.length === 0) return { point: state.point, converged: false };
    // What is remembered led nowhere: once more from here along the gradient.
    if (next === null) {
      memory = [];
      continue;
    }
    const gain = state.value - next.state.value;
    const size = Math.max(Math.abs(state.value), Math.abs(next.state.value), 1);
    memory = remembered(memory, next.step, next.expected);
    state = next.state;
    steps++;
    if (gain <= rule.gain * size) return { point: state.point, converged: true };
  }
  return { point: state.point, converged: largest(state.gradient) <= rule.flat };
}

/** One step along a line; `expected` is what the slope at its beginning promised. Null when the line does not descend. */
function advance(
  loss: Loss,
  { point, value, gradient }: State,
  { memory, isFirst }: { memory: readonly Step[]; isFirst: boolean },
): { state: State; step: Step; expected: number } | null {
  const direction = descent(gradient, memory);
  const slope = dot(gradient, direction);
  if (slope >= 0) return null;
  let state: State | null = null;
  const evaluate = (length: number) => {
    const tried = point.map((one, at) => one + length * (direction[at] ?? 0));
    const turned = new Float64Array(point.length);
    state = { point: tried, value: loss(tried, turned), gradient: turned };
    return { length, value: state.value, slope: dot(turned, direction) };
  };
  const first = isFirst ? 1 / Math.sqrt(dot(direction, direction)) : 1;
  const found = searchLine({ length: 0, value, slope }, first, evaluate);
  if (found === null || state === null) return null;
  const reached: State = state;
  const moved = direction.map((one) => one * found.length);
  const turned = reached.gradient.map((one, at) => one - (gradient[at] ?? 0));
  const step = { moved, turned, curvature: (found.slope - slope) * found.length };
  return { state: reached, step, expected: -slope * found.length };
}

/** A step along which the gradient hardly turned says nothing about the curvature and would only add rounding. */
function remembered(memory: readonly Step[], step: Step, expected: number): readonly Step[] {
  return step.curvature <= Number.EPSILON * expected ? memory : [...memory, step].slice(-MEMORY);
}

function descent(gradient: Float64Array, memory: readonly Step[]): Float64Array {
  const direction = gradient.map((one) => -one);
  const shares: number[] = [];
  for (const { moved, turned, curvature } of memory.toReversed()) {
    const share = dot(moved, direction) / curvature;
    shares.push(share);
    addScaled(direction, turned, -share);
  }
  const last = memory.at(-1);
  const scale = last === undefined ? 1 : last.curvature / dot(last.turned, last.turned);
  for (let at = 0; at < direction.length; at++) direction[at] = (direction[at] ?? 0) * scale;
  for (const { moved, turned, curvature } of memory) {
    const share = shares.pop() ?? 0;
    addScaled(direction, moved, share - dot(turned, direction) / curvature);
  }
  return direction;
}

function addScaled(vector: Float64Array, other: Float64Array, scale: number): void {
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) + scale * (other[at] ?? 0);
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
}

function largest(vector: Float64Array): number {
  return vector.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
}
