import * as v from 'valibot';
import { TokenizerError } from './tokenizer-error.ts';

/** The settings of one component. Throws TokenizerError with the path of the setting that is damaged. */
export function readSection<S extends v.GenericSchema>(schema: S, section: unknown, key: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, section);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new TokenizerError([key, v.getDotPath(issue)].filter(Boolean).join('.'), issue.message);
}
