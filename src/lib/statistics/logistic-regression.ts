import { type Loss, minimise } from './minimise.ts';

/** A fitted softmax regression; `weights` has one row per class, the intercept last. */
export interface LogisticRegression {
  readonly classes: number;
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
 * Softmax regression with an L2 penalty on all weights but the intercepts, minimising strength · Σ log loss + ½ ‖W‖² (scikit-learn's
 * `LogisticRegression(C=strength)`), by L-BFGS down to a flat gradient. The loss is strictly convex in the weights, so the
 * probabilities are unique; scikit-learn stops earlier by default and differs from them in the sixth to fifth digit.
 */
export function fitLogisticRegression(data: LogisticData, strength = 1): LogisticRegression {
  const classes = data.labels.reduce((most, label) => Math.max(most, label + 1), 1);
  const width = (data.features[0]?.length ?? 0) + 1;
  const loss = lossOf(data, { classes, width, strength });
  const { point, converged } = minimise(loss, new Float64Array(classes * width));
  const weights = Array.from({ length: classes }, (_, row) => point.slice(row * width, (row + 1) * width));
  return { classes, weights, converged, probabilities: (features) => softmax(scoresOf(point, features, classes)) };
}

function lossOf(
  { features, labels }: LogisticData,
  { classes, width, strength }: { classes: number; width: number; strength: number },
): Loss {
  return (point, gradient) => {
    let value = 0;
    for (let at = 0; at < point.length; at++) {
      const weight = at % width === width - 1 ? 0 : (point[at] ?? 0);
      value += (weight * weight) / 2;
      gradient[at] = weight;
    }
    for (const [row, given] of features.entries()) {
      const probabilities = softmax(scoresOf(point, given, classes));
      const label = labels[row] ?? 0;
      value -= strength * Math.log(Math.max(probabilities[label] ?? 0, Number.MIN_VALUE));
      for (let name = 0; name < classes; name++) {
        const residual = strength * ((probabilities[name] ?? 0) - (name === label ? 1 : 0));
        const start = name * width;
        for (let at = 0; at < width - 1; at++) add(gradient, start + at, residual * (given[at] ?? 0));
        add(gradient, start + width - 1, residual);
      }
    }
    return value;
  };
}

function scoresOf(point: Float64Array, features: ArrayLike<number>, classes: number): Float64Array {
  const width = point.length / classes;
  const scores = new Float64Array(classes);
  for (let name = 0; name < classes; name++) {
    let score = point[(name + 1) * width - 1] ?? 0;
    for (let at = 0; at < width - 1; at++) score += (point[name * width + at] ?? 0) * (features[at] ?? 0);
    scores[name] = score;
  }
  return scores;
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
