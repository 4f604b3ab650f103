import * as v from 'valibot';
import { failed, ok, type Result } from '../lib/result.ts';
import { parseClassPath } from './class-path.ts';
import { jsonContract } from './contract/json-contract.ts';

export interface ClassifyTask {
  readonly kind: 'classify';
  /** Spelled as a correct answer spells them; numbers and booleans as JSON writes them. */
  readonly classes: readonly string[];
  /** Whether the answer is JSON that holds the class, or the class itself. */
  readonly answer: 'json' | 'text';
  /** Where in a JSON answer the class sits, as in `[0].label`. */
  readonly classPath?: string;
  /** Other words for a class: surface to class. A synonym is understood, and counted apart. */
  readonly synonyms?: Readonly<Record<string, string>>;
  readonly schema?: AnswerSchema;
}

/** A JSON schema (draft 2020-12) that answers must meet; looked at, but not trusted, when the task is read. */
export type AnswerSchema = Readonly<Record<string, unknown>>;

export interface ExtractTask {
  readonly kind: 'extract';
  /** Keys of the answer object; a dotted path reaches into nested objects. */
  readonly fields: readonly string[];
  /** The fields that must all be right for the document to be usable; all of them when absent. */
  readonly critical?: readonly string[];
  readonly schema?: AnswerSchema;
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
const classList = v.pipe(
  v.array(className),
  v.minLength(1, 'the list of classes is empty'),
  v.maxLength(MOST_CLASSES, `the list has more than ${MOST_CLASSES} classes`),
);
const fieldList = v.pipe(
  v.array(name),
  v.minLength(1, 'the list of fields is empty'),
  v.maxLength(MOST_FIELDS, `the list has more than ${MOST_FIELDS} fields`),
);

const taskFile = v.object({
  kind: v.optional(v.string()),
  classes: v.optional(classList),
  labels: v.optional(classList),
  answer: v.optional(v.picklist(['json', 'text'])),
  class_path: v.optional(v.string()),
  classPath: v.optional(v.string()),
  label_path: v.optional(v.string()),
  fields: v.optional(fieldList),
  critical: v.optional(fieldList),
  synonyms: v.optional(v.record(v.string(), v.union([name, v.array(name)]))),
  schema: v.optional(v.record(v.string(), v.unknown())),
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
  const contract = file.schema === undefined ? undefined : jsonContract(file.schema);
  if (contract?.ok === false) {
    const { reason, key = '#' } = contract.problem;
    return failed(`the schema is not a JSON schema that can be used: ${reason} (at ${key})`, { key: 'task.schema' });
  }
  const kind = file.kind ?? (classesOf(file) ? 'classify' : file.fields || file.schema ? 'extract' : 'free');
  switch (kind) {
    case 'classify':
      return classifyTask(file);
    case 'extract':
      return extractTask(file);
    case 'free':
      return file.schema === undefined ? ok({ kind: 'free' }) : failed(SCHEMA_OF_TEXT, { key: 'task.schema' });
    default:
      return failed('the kind of task is not classify, extract or free', { key: 'task.kind' });
  }
}

const SCHEMA_OF_TEXT =
  'a free task is about texts, and no text meets a schema; say extract for JSON answers, or leave out the schema';
/** Fields of a list would have to be paired first; nothing is scored rather than half of it. */
const SCHEMA_OF_LIST =
  'the schema describes a list, and extraction is scored by the fields of an object; put the list under a key in gold and answers, such as items';

function classifyTask(file: TaskFile): Result<Task> {
  const classes = classesOf(file);
  if (classes === undefined) return failed('a classify task must list its classes', { key: 'task.classes' });
  if (new Set(classes).size < classes.length) return failed('a class is listed twice', { key: 'task.classes' });
  const classPath = file.class_path ?? file.classPath ?? file.label_path;
  if (classPath !== undefined) {
    const path = parseClassPath(classPath);
    if (!path.ok) return failed(`the class path cannot be read: ${path.problem.reason}`, { key: 'task.class_path' });
  }
  const synonyms = synonymsOf(file, classes);
  if (!synonyms.ok) return synonyms;
  const answer = file.answer ?? (classPath === undefined && file.schema === undefined ? 'text' : 'json');
  return ok({
    ...{ kind: 'classify', classes, answer },
    ...(classPath === undefined ? {} : { classPath }),
    ...(synonyms.value === undefined ? {} : { synonyms: synonyms.value }),
    ...(file.schema === undefined ? {} : { schema: file.schema }),
  });
}

function extractTask(file: TaskFile): Result<Task> {
  const fields = fieldsOf(file);
  if (fields === undefined || fields.length === 0) {
    if (file.schema?.type === 'array') return failed(SCHEMA_OF_LIST, { key: 'task.schema' });
    return failed('an extract task must list its fields, or a schema with properties', { key: 'task.fields' });
  }
  if (fields.length > MOST_FIELDS)
    return failed(`the schema has more than ${MOST_FIELDS} properties`, { key: 'task.schema' });
  if (new Set(fields).size < fields.length) return failed('a field is listed twice', { key: 'task.fields' });
  const { critical, schema } = file;
  const unknown = critical?.find((field) => !fields.includes(field));
  if (unknown !== undefined) return failed('a critical field is not one of the fields', { key: 'task.critical' });
  return ok({ kind: 'extract', fields, ...(critical ? { critical } : {}), ...(schema ? { schema } : {}) });
}

/** `synonyms` lists other words under each class; a word of two classes would be a guess. */
function synonymsOf(file: TaskFile, classes: readonly string[]): Result<Readonly<Record<string, string>> | undefined> {
  if (file.synonyms === undefined) return ok(undefined);
  const known = new Set(classes);
  const synonyms: Record<string, string> = Object.create(null);
  for (const [name, words] of Object.entries(file.synonyms)) {
    if (!known.has(name)) return failed('synonyms are given for a class that is not listed', { key: 'task.synonyms' });
    for (const word of [words].flat()) {
      if (known.has(word) || word in synonyms) return failed('a synonym means two classes', { key: 'task.synonyms' });
      synonyms[word] = name;
    }
  }
  return ok(synonyms);
}

function classesOf(file: TaskFile): readonly string[] | undefined {
  return file.classes ?? file.labels;
}

function fieldsOf(file: TaskFile): readonly string[] | undefined {
  const properties = file.schema?.properties;
  return file.fields ?? (typeof properties === 'object' && properties !== null ? Object.keys(properties) : undefined);
}
