import { readFile, stat } from 'node:fs/promises';
import { failed, ok, type Result } from '../lib/result.ts';

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
  try {
    const { size } = await stat(path);
    if (size > SCHEMA_LIMIT)
      return failed(`the schema ${path} has ${size} bytes, more than the limit of ${SCHEMA_LIMIT}`);
    const schema: unknown = JSON.parse(await readFile(path, 'utf8'));
    return ok(schema);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return failed(`the schema ${path} does not exist`);
    return failed(`the schema ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
