import type { Result } from '../lib/result.ts';

/** Why an adapter cannot be looked at. What failed decides what there is to do about it. */
export interface AdapterProblem {
  readonly reason: string;
  readonly fault: 'no-adapter' | 'config' | 'no-weights' | 'pickle' | 'weights' | 'gguf';
}

export function adapterProblem(fault: AdapterProblem['fault'], reason: string): Result<never, AdapterProblem> {
  return { ok: false, problem: { fault, reason } };
}
