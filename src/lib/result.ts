/** What is wrong with some bytes or text, and where. `offset` counts bytes or UTF-16 units from 0; `line` and `column` from 1. */
export interface Problem {
  readonly reason: string;
  readonly offset?: number;
  readonly line?: number;
  readonly column?: number;
  /** Path of the offending key, as in `model.merges[3]`. */
  readonly key?: string;
}

/** The outcome of reading something untrusted: bad input is a value, only bugs throw. */
export type Result<T, P = Problem> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: P };

/** What was read. */
export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

/** Why it could not be read, and where the trouble is, as far as that is known. */
export function failed(reason: string, where: Omit<Problem, 'reason'> = {}): Result<never> {
  return { ok: false, problem: { reason, ...where } };
}
