import type { JsonValue } from '../formats/json.ts';
import { failed, ok, type Result } from '../lib/result.ts';

/** Ids are kept in 32 bits, as every trainer's vocabulary fits there. */
const MAX_ID = 2 ** 31 - 1;

/** A JSON array of token ids. `extra` is the one value allowed beside ids: -100 in labels. */
export function tokenIds(value: JsonValue | undefined, name: string, extra?: number): Result<Int32Array> {
  if (!Array.isArray(value)) return failed(`${name} is ${value === undefined ? 'missing' : 'not a list'}`);
  const ids = new Int32Array(value.length);
  for (let at = 0; at < value.length; at++) {
    const id = value[at];
    if (typeof id !== 'number' || !Number.isInteger(id))
      return failed(`${name}[${at}] is ${shown(id)}, not an integer id`);
    if (id !== extra && (id < 0 || id > MAX_ID)) {
      return failed(
        `${name}[${at}] is ${id}, which is no token id (0 to 2^31 - 1${extra === undefined ? '' : `, or ${extra}`})`,
      );
    }
    ids[at] = id;
  }
  return ok(ids);
}

function shown(value: JsonValue | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
