import { chiSquareTail } from './chi-square-tail.ts';

/** P(Z > z) for a standard normal variable; exact to the last digits in the far tail too, where 1 - P(Z ≤ z) would be 0. */
export function normalTail(z: number): number {
  const half = chiSquareTail(z * z, 1) / 2;
  return z >= 0 ? half : 1 - half;
}
