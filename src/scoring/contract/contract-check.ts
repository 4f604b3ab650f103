import type { JsonValue } from '../../formats/json-value.ts';
import type { Result } from '../../lib/result.ts';
import { climbLadder, type Wanted } from '../parse-ladder.ts';
import type { ContractVerdict } from './contract-verdict.ts';
import { type JsonContract, jsonContract } from './json-contract.ts';

const compiled = new WeakMap<object, Result<JsonContract>>();

/**
 * Holds the JSON in an answer to a schema; null when there is no JSON, the schema is none, or the answer is too large to check. Schemas
 * are compiled once per object.
 */
export function contractCheck(output: string, schema: object, want: Wanted): ContractVerdict | null {
  const contract = compiled.get(schema) ?? jsonContract(schema);
  compiled.set(schema, contract);
  if (!contract.ok) return null;
  const { value, bigIntegers, start, end } = climbLadder(output, want);
  if (value === undefined) return null;
  return contract.value.check(bigIntegers > 0 ? asNumbers(output.slice(start, end)) : value);
}

/** Our reader keeps integers beyond 2^53 as texts, which no schema takes for numbers; for types the nearest double is as good. */
function asNumbers(json: string): JsonValue {
  return JSON.parse(json);
}
