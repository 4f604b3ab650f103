import type { JsonValue } from '../../formats/json-value.ts';
import { failed, ok, type Result } from '../../lib/result.ts';
import { isQuickPattern } from './is-quick-pattern.ts';

/** A schema whose keywords have been looked at: only those below are left, each of the right type. */
export type SchemaNode = boolean | SchemaObject;
export interface SchemaObject {
  [keyword: string]: unknown;
}

export interface CopiedSchema {
  readonly root: SchemaObject;
  /** Keywords that were left out because running them on an answer may never end, or that are annotations: `pattern` at `#/…`. */
  readonly unchecked: readonly string[];
}

/** Schemas of answers have dozens of keywords; these limits are far above and keep every later walk short. */
const MOST_NODES = 10_000;
const DEEPEST = 64;

const TYPES: ReadonlySet<unknown> = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);
/** Checked by patterns known to run in linear time; other formats are annotations, as draft 2020-12 has it by default. */
const FORMATS: ReadonlySet<unknown> = new Set([
  'date',
  'time',
  'date-time',
  'duration',
  'email',
  'uuid',
  'ipv4',
  'ipv6',
]);
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown): boolean => typeof value === 'string';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isType = (value: unknown): boolean =>
  Array.isArray(value) ? value.every((one) => TYPES.has(one)) : TYPES.has(value);

/** Keywords whose value is data, with what that must be. */
const DATA: Readonly<Record<string, (value: unknown) => boolean>> = {
  type: isType,
  enum: Array.isArray,
  const: () => true,
  required: isTextList,
  dependentRequired: (value) => isRecord(value) && Object.values(value).every(isTextList),
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: (value) => isNumber(value) || isFlag(value),
  exclusiveMaximum: (value) => isNumber(value) || isFlag(value),
  multipleOf: isNumber,
  minLength: isNumber,
  maxLength: isNumber,
  minItems: isNumber,
  maxItems: isNumber,
  minProperties: isNumber,
  maxProperties: isNumber,
  minContains: isNumber,
  maxContains: isNumber,
  uniqueItems: isFlag,
  pattern: isText,
  format: isText,
  $ref: isText,
  $anchor: isText,
};
const ONE: ReadonlySet<string> = new Set(
  'additionalItems unevaluatedItems contains additionalProperties unevaluatedProperties propertyNames not if then else'.split(
    ' ',
  ),
);
const LIST: ReadonlySet<string> = new Set(['prefixItems', 'allOf', 'anyOf', 'oneOf']);
const MAP: ReadonlySet<string> = new Set([
  '$defs',
  'definitions',
  'properties',
  'patternProperties',
  'dependentSchemas',
]);
/** They would make the validator look elsewhere for schemas, or mean something this validator does not do. */
const REFUSED: ReadonlySet<string> = new Set(['$dynamicRef', '$recursiveRef', 'dependencies']);

interface Copying {
  nodes: number;
  readonly unchecked: string[];
  problem: { reason: string; key: string } | undefined;
}

/**
 * Copies a JSON schema and refuses what is none: keywords of the wrong type, patterns that do not compile, too many or too deep
 * subschemas, references outside of the schema. Nothing is ever fetched.
 */
export function copySchema(schema: unknown): Result<CopiedSchema> {
  const state: Copying = { nodes: 0, unchecked: [], problem: undefined };
  const root = copyNode(schema, { state, at: '#', depth: 0 });
  if (state.problem !== undefined) return failed(state.problem.reason, { key: state.problem.key });
  if (typeof root === 'boolean') return failed('it is not an object with keywords');
  return ok({ root, unchecked: state.unchecked });
}

interface Where {
  readonly state: Copying;
  readonly at: string;
  readonly depth: number;
}

function copyNode(schema: unknown, where: Where): SchemaNode {
  if (typeof schema === 'boolean') return schema;
  const { state, at, depth } = where;
  if (!isRecord(schema)) return refuse(where, 'a schema must be an object, true or false');
  if (++state.nodes > MOST_NODES) return refuse(where, `it has more than ${MOST_NODES} parts`);
  if (depth > DEEPEST) return refuse(where, `it nests deeper than ${DEEPEST} levels`);
  const copy: SchemaObject = Object.create(null);
  for (const [keyword, value] of Object.entries(schema)) {
    if (state.problem !== undefined) break;
    const inner = { state, at: `${at}/${keyword}`, depth: depth + 1 };
    if (REFUSED.has(keyword)) refuse(inner, `the keyword ${keyword} is not supported`);
    else if (Object.hasOwn(DATA, keyword)) copyData(copy, [keyword, value], inner);
    else if (ONE.has(keyword)) copy[keyword] = copyNode(value, inner);
    else if (keyword === 'items') copy.items = Array.isArray(value) ? copyList(value, inner) : copyNode(value, inner);
    else if (LIST.has(keyword)) copy[keyword] = copyList(value, inner);
    else if (MAP.has(keyword)) copy[keyword] = copyMap(value, keyword, inner);
    // `#/components/schemas/…` of OpenAPI: a reference may point into a keyword that is none.
    else if (isRecord(value) && keyword !== 'default' && keyword !== 'examples') copy[keyword] = copyNode(value, inner);
  }
  return copy;
}

function copyData(copy: SchemaObject, [keyword, value]: readonly [string, unknown], where: Where): void {
  if (!DATA[keyword]?.(value)) return void refuse(where, `the keyword ${keyword} has a value of the wrong type`);
  if (Array.isArray(value)) where.state.nodes += value.length;
  if (keyword === '$ref' && typeof value === 'string' && !value.startsWith('#')) {
    return void refuse(where, 'it refers to another document, and nothing is fetched');
  }
  if (keyword === 'format' && !FORMATS.has(value)) return;
  if (keyword === 'pattern' && !usablePattern(value, where)) return;
  copy[keyword] = value;
}

function copyList(value: unknown, where: Where): SchemaNode[] {
  if (!Array.isArray(value)) return [refuse(where, 'a list of schemas was expected')];
  return value.map((item, index) => copyNode(item, { ...where, at: `${where.at}/${index}` }));
}

function copyMap(value: unknown, keyword: string, where: Where): SchemaObject {
  const copy: SchemaObject = Object.create(null);
  if (!isRecord(value)) {
    refuse(where, 'an object of schemas was expected');
    return copy;
  }
  for (const [name, inner] of Object.entries(value)) {
    const place = { ...where, at: `${where.at}/${name}` };
    if (keyword === 'patternProperties' && !usablePattern(name, place)) continue;
    copy[name] = copyNode(inner, place);
  }
  return copy;
}

/** Whether a pattern may run on answers. One that does not compile is refused; one that may never end is left out and named. */
function usablePattern(value: unknown, where: Where): boolean {
  if (typeof value !== 'string') return false;
  try {
    new RegExp(value, 'u');
  } catch {
    refuse(where, 'a pattern is not a regular expression');
    return false;
  }
  const usable = isQuickPattern(value);
  if (!usable) where.state.unchecked.push(where.at);
  return usable;
}

function refuse({ state, at }: Where, reason: string): false {
  state.problem ??= { reason, key: at };
  return false;
}

function isRecord(value: unknown): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
