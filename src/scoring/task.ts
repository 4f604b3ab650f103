import * as v from 'valibot';
import { failed, ok, type Result } from '../lib/result.ts';
import { parseClassPath } from './class-path.ts';

export interface ClassifyTask {
  readonly kind: 'classify';
  /** Spelled as a correct answer spells them; numbers and booleans as JSON writes them. */
  readonly classes: readonly string[];
  /** Whether the answer is JSON that holds the class, or the class itself. */
  readonly answer: 'json' | 'text';
  /** Where in a JSON answer the class sits, as in `[0].label`. */
  readonly classPath?: string;
}

export interface ExtractTask {
  readonly kind: 'extract';
  /** Keys of the answer object; a dotted path reaches into nested objects. */
  readonly fields: readonly string[];
}

/** Nothing is known about the answers: only whole texts can be compared. */
export interface FreeTask {
  readonly kind: 'free';
}

export type Task = ClassifyTask | ExtractTask | FreeTask;

/** ImageNet-21k has 21,841 classes; beyond that the list is not one of classes. */
const MOST_CLASSES = 25_000;
const MOST_FIELDS = 1_000;
const LONGEST_NAME = 1_000;

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_NAME));
const className = v.union([name, v.pipe(v.union([v.number(), v.boolean()]), v.transform(String))]);
const classList = v.pipe(v.array(className), v.minLength(1), v.maxLength(MOST_CLASSES));
const fieldList = v.pipe(v.array(name), v.minLength(1), v.maxLength(MOST_FIELDS));

const taskFile = v.object({
  kind: v.optional(v.string()),
  classes: v.optional(classList),
  labels: v.optional(classList),
  answer: v.optional(v.picklist(['json', 'text'])),
  class_path: v.optional(v.string()),
  classPath: v.optional(v.string()),
  label_path: v.optional(v.string()),
  fields: v.optional(fieldList),
  schema: v.optional(v.object({ properties: v.record(v.string(), v.unknown()) })),
});
type TaskFile = v.InferOutput<typeof taskFile>;

/**
 * Validates the `task` entry of `lockstep.yaml` (or of an API call). The sample runs spell `labels` and `label_path`, the
 * documentation `classes` and `class_path`; both are read. Without a kind, classes or fields tell which one it is; nothing at all is
 * a free task.
 */
export function parseTask(value: unknown): Result<Task> {
  if (value === undefined || value === null) return ok({ kind: 'free' });
  const read = v.safeParse(taskFile, value);
  if (!read.success) {
    const [issue] = read.issues;
    const key = v.getDotPath(issue);
    return failed(`the task is not valid: ${issue.message}`, key === null ? {} : { key: `task.${key}` });
  }
  const file = read.output;
  const kind = file.kind ?? (classesOf(file) ? 'classify' : fieldsOf(file) ? 'extract' : 'free');
  switch (kind) {
    case 'classify':
      return classifyTask(file);
    case 'extract':
      return extractTask(file);
    case 'free':
      return ok({ kind: 'free' });
    default:
      return failed('the kind of task is not classify, extract or free', { key: 'task.kind' });
  }
}

function classifyTask(file: TaskFile): Result<Task> {
  const classes = classesOf(file);
  if (classes === undefined) return failed('a classify task must list its classes', { key: 'task.classes' });
  if (new Set(classes).size < classes.length) return failed('a class is listed twice', { key: 'task.classes' });
  const classPath = file.class_path ?? file.classPath ?? file.label_path;
  if (classPath !== undefined) {
    const path = parseClassPath(classPath);
    if (!path.ok) return failed(`the class path cannot be read: ${path.problem.reason}`, { key: 'task.class_path' });
  }
  const answer = file.answer ?? (classPath === undefined ? 'text' : 'json');
  return ok({ kind: 'classify', classes, answer, ...(classPath === undefined ? {} : { classPath }) });
}

function extractTask(file: TaskFile): Result<Task> {
  const fields = fieldsOf(file);
  if (fields === undefined || fields.length === 0) {
    return failed('an extract task must list its fields, or a schema with properties', { key: 'task.fields' });
  }
  if (fields.length > MOST_FIELDS)
    return failed(`the schema has more than ${MOST_FIELDS} properties`, { key: 'task.schema' });
  if (new Set(fields).size < fields.length) return failed('a field is listed twice', { key: 'task.fields' });
  return ok({ kind: 'extract', fields });
}

function classesOf(file: TaskFile): readonly string[] | undefined {
  return file.classes ?? file.labels;
}

function fieldsOf(file: TaskFile): readonly string[] | undefined {
  return file.fields ?? (file.schema === undefined ? undefined : Object.keys(file.schema.properties));
}
