import { failed, ok, type Result } from '../lib/result.ts';
import type { FactorLayout, LowRankTerm, TensorRef } from './update-term.ts';

/** A and B of one module, the weight they change, and what the file names do not say. */
export interface FactorPair {
  readonly module: string;
  readonly kind: 'linear' | 'embedding' | 'parameter' | 'mlx';
  readonly a: TensorRef;
  readonly b: TensorRef;
  readonly scale: number;
  /** Square weights fit both ways round: true where the model's layers store in × out. */
  readonly transposedWhenSquare: boolean;
}

/** Larger factors are not held in memory: an embedding of 256k rows at rank 64 is 64 MB. */
const MAX_FACTOR_VALUES = 64 * 1024 * 1024;
const MAX_RANK = 65_536;

/** How the update of a module lies in the weight of this shape; a problem says which shapes do not multiply to it. */
export function lowRankTerm(pair: FactorPair, weight: readonly number[]): Result<LowRankTerm> {
  const { a, b } = pair;
  if (valuesOf(a.shape) > MAX_FACTOR_VALUES || valuesOf(b.shape) > MAX_FACTOR_VALUES)
    return failed(`factors of ${shapes(pair)} are larger than what is read`);
  const [first = 0] = weight;
  const experts = pair.kind === 'parameter' && weight.length === 3 ? first : 1;
  const rank = pair.kind === 'mlx' ? (b.shape[0] ?? 0) : (a.shape[0] ?? 0) / Math.max(1, experts);
  if (rank <= 0 || a.shape.length < 2 || b.shape.length < 2)
    return failed(`factors of ${shapes(pair)} have no rank: a sharded save (ZeRO-3, FSDP) leaves such tensors behind`);
  if (!Number.isInteger(rank) || rank > MAX_RANK) return failed(`factors of ${shapes(pair)} have no rank that fits`);
  const layout = layoutOf(pair, { weight, rank, experts });
  if (layout === undefined)
    return failed(`factors of ${shapes(pair)} do not multiply to the weight [${weight.join(', ')}]`);
  const { module, scale } = pair;
  return ok({ kind: 'low-rank', module, layout, scale, rank, experts, a, b, firstRow: 0 });
}

interface Target {
  readonly weight: readonly number[];
  readonly rank: number;
  readonly experts: number;
}

function layoutOf(pair: FactorPair, target: Target): FactorLayout | undefined {
  const { a, b, kind } = pair;
  const { weight, rank, experts } = target;
  const [rows = 0, columns = 0] = weight;
  const [a0 = 0, a1 = 0] = a.shape;
  const [b0 = 0, b1 = 0] = b.shape;
  if (kind === 'mlx') return b1 === rows && a0 === columns && a1 === rank && weight.length === 2 ? 'mlx' : undefined;
  if (b1 !== rank * experts) return undefined;
  if (kind === 'embedding') return a1 === rows && b0 === columns && weight.length === 2 ? 'transposed' : undefined;
  if (experts > 1 || (weight.length === 3 && kind === 'parameter')) return expertLayout(pair, weight);
  if (weight.length > 2) return isConvolution(pair, weight) ? 'linear' : undefined;
  const straight = b0 === rows && a1 === columns;
  const turned = a1 === rows && b0 === columns;
  if (straight && turned) return pair.transposedWhenSquare ? 'transposed' : 'linear';
  if (straight) return 'linear';
  return turned ? 'transposed' : undefined;
}

/** A 1×1 B after a full A is a plain matrix product of the flattened kernels. PEFT cannot merge grouped convolutions. */
function isConvolution({ a, b }: FactorPair, weight: readonly number[]): boolean {
  const sameKernel = a.shape.length === weight.length && a.shape.slice(1).every((size, at) => size === weight[at + 1]);
  return sameKernel && b.shape[0] === weight[0] && b.shape.slice(2).every((size) => size === 1);
}

function expertLayout({ a, b, transposedWhenSquare }: FactorPair, weight: readonly number[]): FactorLayout | undefined {
  const [, rows = 0, columns = 0] = weight;
  const [, inputs = 0] = a.shape;
  const [outputs = 0] = b.shape;
  const straight = outputs === rows && inputs === columns;
  const turned = inputs === rows && outputs === columns;
  if (straight && turned) return transposedWhenSquare ? 'experts-transposed' : 'experts';
  if (straight) return 'experts';
  return turned ? 'experts-transposed' : undefined;
}

function shapes({ a, b }: FactorPair): string {
  return `[${a.shape.join(', ')}] and [${b.shape.join(', ')}]`;
}

function valuesOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}
