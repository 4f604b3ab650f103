import * as v from 'valibot';
import { parseJson } from '../formats/json.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { type Lock, LockSchema } from './lock.ts';

/** Reads the text of a lock file. Another version is named, damage is said with its key. */
export function parseLock(text: string): Result<Lock> {
  const parsed = parseJson(text.replace(/^\uFEFF/, ''));
  if (!parsed.ok) return parsed;
  const { value } = parsed.value;
  const schema = typeof value === 'object' && value !== null && !Array.isArray(value) ? value.schema : undefined;
  if (typeof schema !== 'string' || !schema.startsWith('lockstep-lock/')) {
    return failed('this is no lock of Lockstep: its "schema" is not lockstep-lock/1', { key: 'schema' });
  }
  if (schema !== 'lockstep-lock/1') {
    return failed(
      `this lock is of the kind ${schema.slice(0, 40)}, and this Lockstep reads lockstep-lock/1: freeze again`,
      {
        key: 'schema',
      },
    );
  }
  const valid = v.safeParse(LockSchema, value);
  if (valid.success) return ok(valid.output);
  const [issue] = valid.issues;
  return failed(issue.message, { key: v.getDotPath(issue) ?? '' });
}
