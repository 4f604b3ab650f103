import { type Loss, minimise } from './minimise.ts';

/** A fitted logistic regression. */
export interface LogisticRegression {
  /** One row of weights per class, the intercept last; a single row, for class 1, when there are two classes. */
  readonly weights: readonly Float64Array[];
  readonly converged: boolean;
  /** Class probabilities of one row of features. */
  readonly probabilities: (features: ArrayLike<number>) => Float64Array;
}

export interface LogisticData {
  readonly features: readonly ArrayLike<number>[];
  /** Class number of each row, 0 … classes - 1. */
  readonly labels: readonly number[];
}

/**
 * Where scikit-learn stops by default (`tol`, scipy's `ftol`, `max_iter`), as in version 1.2 which made the reference vectors. Later
 * versions divide the loss by the number of rows and go on to a gain of 64 epsilon; both stop within about 1e-4 of the lowest point.
 */
const STOP = { flat: 1e-4, gain: 1e7 * Number.EPSILON, steps: 100 } as const;

/** Shape of the weights: `rows` of `width` numbers, the last of each an intercept. */
interface Shape {
  readonly rows: number;
  readonly width: number;
}

/**
 * Logistic regression with an L2 penalty on all weights but the intercepts, minimising Σ log loss + ½ ‖W‖² / strength by L-BFGS from
 * zero: the objective, the steps and the stopping rule of scikit-learn's `LogisticRegression(C=strength)`. Softmax over three or more
 * classes; two classes have one row of weights, because a second would halve the penalty. No command calls it yet: it is for the baseline
 * on frozen features of spec/evaluation.md 6.5.
 */
export function fitLogisticRegression(data: LogisticData, strength = 1): LogisticRegression {
  const classes = data.labels.reduce((most, label) => Math.max(most, label + 1), 2);
  const shape = { rows: classes === 2 ? 1 : classes, width: (data.features[0]?.length ?? 0) + 1 };
  const { point, converged } = minimise(
    lossOf(data, shape, strength),
    new Float64Array(shape.rows * shape.width),
    STOP,
  );
  const weights = Array.from({ length: shape.rows }, (_, row) =>
    point.slice(row * shape.width, (row + 1) * shape.width),
  );
  return { weights, converged, probabilities: (features) => softmax(scoresOf(point, features, shape)) };
}

function lossOf({ features, labels }: LogisticData, shape: Shape, strength: number): Loss {
  return (point, gradient) => {
    let value = penalise(point, gradient, { ...shape, strength });
    for (const [row, given] of features.entries()) {
      const label = labels[row] ?? 0;
      const scores = scoresOf(point, given, shape);
      value += logSum(scores) - (scores[label] ?? 0);
      addResiduals(gradient, given, { shape, probabilities: softmax(scores), label });
    }
    return value;
  };
}

/** Writes the gradient of the penalty and returns the penalty. */
function penalise(
  point: Float64Array,
  gradient: Float64Array,
  { width, strength }: { width: number; strength: number },
): number {
  let squares = 0;
  for (const [at, weight] of point.entries()) {
    const penalised = at % width === width - 1 ? 0 : weight;
    squares += penalised * penalised;
    gradient[at] = penalised / strength;
  }
  return squares / 2 / strength;
}

function addResiduals(
  gradient: Float64Array,
  given: ArrayLike<number>,
  { shape: { rows, width }, probabilities, label }: { shape: Shape; probabilities: Float64Array; label: number },
): void {
  const unweighted = probabilities.length - rows;
  for (let row = 0; row < rows; row++) {
    const name = row + unweighted;
    const residual = (probabilities[name] ?? 0) - (name === label ? 1 : 0);
    const start = row * width;
    for (let at = 0; at < width - 1; at++) add(gradient, start + at, residual * (given[at] ?? 0));
    add(gradient, start + width - 1, residual);
  }
}

/** One score per class; with a single row of weights class 0 is the one that scores zero. */
function scoresOf(point: Float64Array, features: ArrayLike<number>, { rows, width }: Shape): Float64Array {
  const unweighted = rows === 1 ? 1 : 0;
  const scores = new Float64Array(rows + unweighted);
  for (let row = 0; row < rows; row++) {
    let score = point[(row + 1) * width - 1] ?? 0;
    for (let at = 0; at < width - 1; at++) score += (point[row * width + at] ?? 0) * (features[at] ?? 0);
    scores[row + unweighted] = score;
  }
  return scores;
}

function logSum(scores: Float64Array): number {
  const highest = Math.max(...scores);
  return highest + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - highest), 0));
}

function softmax(scores: Float64Array): Float64Array {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function add(vector: Float64Array, at: number, value: number): void {
  vector[at] = (vector[at] ?? 0) + value;
}
