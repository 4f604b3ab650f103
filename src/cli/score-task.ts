import { errorText } from '../lib/error-text.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { readSmallFile } from './paths/read-small-file.ts';

/** How the task is given on the command line. */
export interface TaskOptions {
  readonly task?: 'classify' | 'extract' | 'free';
  readonly classes?: readonly string[];
  readonly classPath?: string;
  readonly answer?: 'json' | 'text';
  readonly fields?: readonly string[];
  readonly critical?: readonly string[];
  readonly schema?: string;
}

/** A schema of a thousand fields with descriptions has some 200 KB. */
const SCHEMA_LIMIT = 1024 * 1024;

/** The keys of a task as lockstep.yaml spells them, as far as options give them. */
export async function scoreTask(options: TaskOptions): Promise<Result<Readonly<Record<string, unknown>>>> {
  const schema = options.schema === undefined ? ok(undefined) : await readSchema(options.schema);
  if (!schema.ok) return schema;
  const kind = options.task ?? (options.classes ? 'classify' : options.fields ? 'extract' : undefined);
  const given = {
    kind,
    classes: options.classes,
    class_path: options.classPath,
    answer: options.answer,
    fields: options.fields,
    critical: options.critical,
    schema: schema.value,
  };
  return ok(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
}

async function readSchema(path: string): Promise<Result<unknown>> {
  const text = await readSmallFile(path, SCHEMA_LIMIT);
  if (!text.ok) return failed(`the schema ${path} ${text.problem.reason}`);
  try {
    const schema: unknown = JSON.parse(text.value);
    return ok(schema);
  } catch (error) {
    return failed(`the schema ${path} cannot be read: ${errorText(error)}`);
  }
}
