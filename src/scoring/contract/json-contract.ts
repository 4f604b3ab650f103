import { type OutputUnit, type SchemaDraft, Validator } from '@cfworker/json-schema';
import type { JsonValue } from '../../formats/json-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import { treeExtent } from '../metrics/tree-extent.ts';
import type { ContractVerdict, WrongValue } from './contract-verdict.ts';
import { copySchema, type SchemaObject } from './schema-copy.ts';
import { schemaEffort } from './schema-effort.ts';

export interface JsonContract {
  /** Null when the answer is too large, or nests too deep, to be checked in bounded time. */
  readonly check: (answer: JsonValue) => ContractVerdict | null;
  /** Parts of the schema that are not checked, as `#/properties/code/pattern`. */
  readonly unchecked: readonly string[];
}

/** Larger answers are unknown rather than slow. */
const MOST_VALUES = 5_000;
const MOST_LISTED = 20;
/** Patterns are only known to end soon on texts of this length. */
const LONGEST_TEXT = 1_000;
const DRAFTS: readonly [RegExp, SchemaDraft][] = [
  [/draft-0[46]/, '4'],
  [/draft-07/, '7'],
  [/2019-09/, '2019-09'],
];
/** The validator reports these above the error that matters, which follows. */
const SUMMARIES: ReadonlySet<string> = new Set(
  '$ref allOf if properties patternProperties additionalProperties unevaluatedProperties items prefixItems additionalItems'.split(
    ' ',
  ),
);
/** Errors inside alternatives do not say what is wrong, only that this alternative is not it. */
const INSIDE_ALTERNATIVE = /\/(?:anyOf|oneOf)\/\d+(?:\/|$)|\/(?:contains|propertyNames)\//;

/**
 * Compiles a JSON schema (draft 2020-12, or the one that `$schema` names) into a contract for answers. Fails with the reason when it is no
 * schema, is too large, or refers to another document. Keys and values are told apart: a missing or unknown key is another mistake
 * than a value of the wrong type. A key that the root neither declares nor allows in so many words counts as extra.
 */
export function jsonContract(schema: unknown): Result<JsonContract> {
  const copied = copySchema(schema);
  if (!copied.ok) return copied;
  const { root, unchecked } = copied.value;
  const depth = schemaEffort(root);
  if (!depth.ok) return depth;
  const validator = new Validator(root, draftOf(schema), false);
  const declared = declaredKeys(root);
  const hasPatterns = /"pattern(?:Properties)?":/.test(JSON.stringify(root));
  const check = (answer: JsonValue): ContractVerdict | null => {
    if (treeExtent(answer, MOST_VALUES) === null || depthOf(answer) > depth.value) return null;
    if (longestText(answer) > LONGEST_TEXT && hasPatterns) return null;
    const errors = errorsOf(validator, answer);
    if (errors === null) return null;
    const verdict = sortErrors(errors);
    const unknown =
      declared === null || !isObject(answer) ? [] : Object.keys(answer).filter((key) => !declared.has(key));
    return { ...verdict, extraKeys: [...new Set([...verdict.extraKeys, ...unknown])].slice(0, MOST_LISTED) };
  };
  return ok({ check, unchecked });
}

/** The validator throws on keys with half a surrogate pair (encodeURI) and when errors are too many to spread into a call. */
function errorsOf(validator: Validator, answer: JsonValue): readonly OutputUnit[] | null {
  try {
    return validator.validate(answer).errors;
  } catch {
    return null;
  }
}

function draftOf(schema: unknown): SchemaDraft {
  const named = typeof schema === 'object' && schema !== null && '$schema' in schema ? String(schema.$schema) : '';
  return DRAFTS.find(([pattern]) => pattern.test(named))?.[1] ?? '2020-12';
}

/** The keys of the root when it lists them and says nothing about others, else null. */
function declaredKeys(root: SchemaObject): ReadonlySet<string> | null {
  const open =
    'additionalProperties unevaluatedProperties patternProperties allOf anyOf oneOf if $ref dependentSchemas'.split(
      ' ',
    );
  if (typeof root.properties !== 'object' || root.properties === null || open.some((keyword) => keyword in root))
    return null;
  return new Set(Object.keys(root.properties));
}

function sortErrors(errors: readonly OutputUnit[]): ContractVerdict {
  const missing = new Set<string>();
  const extra = new Set<string>();
  const wrong: WrongValue[] = [];
  for (const { keyword, keywordLocation, instanceLocation, error } of errors) {
    if (SUMMARIES.has(keyword) || INSIDE_ALTERNATIVE.test(keywordLocation)) continue;
    const path = pathOf(instanceLocation);
    // Only the message names the key: 'Instance does not have required property "x".'
    if (keyword === 'required' || keyword === 'dependentRequired')
      missing.add(joined(path, /"(.*)"/s.exec(error)?.[1] ?? ''));
    else if (keyword === 'false') extra.add(path);
    else if (wrong.length < MOST_LISTED) wrong.push({ path, keyword });
  }
  return { missingKeys: [...missing].slice(0, MOST_LISTED), extraKeys: [...extra], wrongValues: wrong };
}

/** `#/items/0/price` as `items.0.price`. */
function pathOf(location: string): string {
  const steps = location.split('/').slice(1);
  return steps.map((step) => decode(step).replaceAll('~1', '/').replaceAll('~0', '~')).join('.');
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function depthOf(value: JsonValue): number {
  if (value === null || typeof value !== 'object') return 0;
  return 1 + Object.values(value).reduce((deepest: number, child) => Math.max(deepest, depthOf(child)), 0);
}

function longestText(value: JsonValue): number {
  if (typeof value === 'string') return value.length;
  if (value === null || typeof value !== 'object') return 0;
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  const texts = [...keys, ...Object.values(value)];
  return texts.reduce((longest: number, text) => Math.max(longest, longestText(text)), 0);
}

function isObject(value: JsonValue): value is { [key: string]: JsonValue } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
