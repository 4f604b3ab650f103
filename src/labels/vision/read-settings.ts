import * as v from 'valibot';
import { failed, ok, type Result } from '../../lib/result.ts';

/** Validates settings of a processor; the failure names the key and why the value cannot be. */
export function readSettings<S extends v.GenericSchema>(schema: S, given: unknown): Result<v.InferOutput<S>> {
  const read = v.safeParse(schema, given);
  if (read.success) return ok(read.output);
  const [issue] = read.issues;
  return failed(issue.message, { key: v.getDotPath(issue) ?? 'processor' });
}
