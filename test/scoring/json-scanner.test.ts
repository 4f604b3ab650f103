import fc from 'fast-check';
import { describe, it } from 'vitest';
import { parseJson } from '../../src/formats/json.ts';
import type { JsonValue } from '../../src/formats/json-value.ts';

/** What `JSON.parse` makes of a text; undefined when it refuses. */
function reference(text: string): { value: JsonValue } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Integers beyond 2^53 are digits in ours and the nearest double in theirs; objects have no prototype in ours. */
function comparable(value: JsonValue): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === 'string' && /^-?\d{16,}$/.test(inner) ? Number(inner) : inner,
  );
}

function agrees(text: string): boolean {
  const theirs = reference(text);
  const ours = parseJson(text);
  if (theirs === undefined) return !ours.ok;
  return ours.ok && comparable(ours.value.value) === comparable(theirs.value);
}

const document = fc
  .jsonValue({ maxDepth: 4 })
  .chain((value) => fc.constantFrom(0, 1, '\t').map((indent) => JSON.stringify(value, null, indent)));
/** Pieces of JSON and of what is nearly JSON. */
const pieces = fc
  .array(
    fc.constantFrom(
      ...'{ } [ ] , : " \\ true false null tru NaN Infinity -0 01 1.5e3 1E+2 .5 5. - 12345678901234567890 1e999 /**/ \' a'.split(
        ' ',
      ),
      ...[
        '"a"',
        '"__proto__"',
        '"\\u00e9"',
        '"\\ud83d"',
        '"\\x"',
        '"\\u12"',
        ' ',
        '\n',
        '\t',
        '\ufeff',
        '\u00a0',
        '\u2028',
        '"\u0001"',
        '😀',
      ],
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));
const mutated = fc
  .tuple(
    document,
    fc.nat(),
    fc.nat({ max: 3 }),
    fc.constantFrom('', ',', '}', '"', '\\', '0', '-', ' ', 'e', '\u0000', '{"a":1}'),
  )
  .map(([text, at, removed, inserted]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + inserted + text.slice(place + removed);
  });

describe('the JSON scanner beside JSON.parse', () => {
  it.each([
    ['documents', document],
    ['mutated documents', mutated],
    ['pieces', pieces],
  ])('takes and refuses the same of 34,000 %s, and reads the same', (_, texts) => {
    fc.assert(fc.property(texts, agrees), { numRuns: 34_000 });
  });

  it('calls every beginning of a document truncated, never malformed, unless it is complete', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.nat(), (value, at) => {
        const text = JSON.stringify({ a: value });
        const read = parseJson(text.slice(0, at % text.length));
        return !read.ok && read.problem.truncated;
      }),
      { numRuns: 2_000 },
    );
  });

  it('says where the value ends when more follows', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.string(), (value, rest) => {
        const text = JSON.stringify([value]);
        const read = parseJson(`${text} ${rest}`, { allowTrailing: true });
        return read.ok && read.value.end === text.length;
      }),
    );
  });
});
