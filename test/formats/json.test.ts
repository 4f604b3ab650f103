import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type JsonOptions,
  type JsonProblem,
  type JsonValue,
  type ParsedJson,
  parseJson,
} from '../../src/formats/json.ts';

function read(text: string, options?: JsonOptions): ParsedJson {
  const result = parseJson(text, options);
  if (!result.ok) throw new Error(result.problem.reason);
  return result.value;
}

function problem(text: string, options?: JsonOptions): JsonProblem {
  const result = parseJson(text, options);
  if (result.ok) throw new Error(`accepted ${text}`);
  return result.problem;
}

function plain(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    Object.defineProperty(copy, key, { value: plain(inner), enumerable: true, writable: true, configurable: true });
  }
  return copy;
}

describe('agreement with JSON.parse', () => {
  it('reads every value that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const parsed = read(text);
        if (parsed.bigIntegers.length > 0) return;
        expect(plain(parsed.value)).toEqual(JSON.parse(text));
        expect(parsed.end).toBe(text.length);
      }),
      { numRuns: 500 },
    );
  });

  it('accepts and rejects the same mutilated texts', () => {
    const pieces = fc.constantFrom(
      ...'{}[],:"\\0123456789.eE+- \n\t\u0001\u007f\u2028\ufeff'.split(''),
      ...[
        'true',
        'false',
        'null',
        'nul',
        'NaN',
        '"a"',
        '"\\u00e9"',
        '"\\uD800"',
        '"\\u12',
        '-0',
        '1e400',
        '1E-2',
        '01',
        '"a":',
        '{"a":1}',
        '[]',
      ],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        let expected: { value: unknown } | undefined;
        try {
          expected = { value: JSON.parse(text) };
        } catch {
          expected = undefined;
        }
        const result = parseJson(text);
        expect(result.ok).toBe(expected !== undefined);
        if (!result.ok || expected === undefined) return;
        if (result.value.duplicateKeys.length + result.value.bigIntegers.length > 0) return;
        expect(plain(result.value.value)).toEqual(expected.value);
      }),
      { numRuns: 5000 },
    );
  });

  it('calls every proper beginning of an object truncated, and nothing else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (inner, cut) => {
        const text = JSON.stringify({ inner });
        expect(problem(text.slice(0, cut % text.length)).truncated).toBe(true);
        expect(problem(`${text}x`).truncated).toBe(false);
      }),
    );
    for (const malformed of ['{"a" 1}', '[1,]', '"\n"', 'tru}', '{"a":1,}', '[01]', '"\\x"', '{a:1}']) {
      expect(problem(malformed).truncated, malformed).toBe(false);
    }
  });
});

describe('what JSON.parse keeps to itself', () => {
  it('reports duplicate keys with their path, and the last one wins', () => {
    const parsed = read('{"a":[{"x":1,"x":2}],"b c":{"y":0,"y":0}}');
    expect(plain(parsed.value)).toEqual({ a: [{ x: 2 }], 'b c': { y: 0 } });
    expect(parsed.duplicateKeys).toEqual([
      { path: 'a[0].x', key: 'x', offset: 13 },
      { path: '["b c"].y', key: 'y', offset: 34 },
    ]);
  });

  it('keeps integers that a double cannot hold as their digits', () => {
    const parsed = read('{"id":9007199254740993,"ok":-9007199254740991,"float":9007199254740993.0}');
    expect(plain(parsed.value)).toEqual({ id: '9007199254740993', ok: -9007199254740991, float: 9007199254740992 });
    expect(parsed.bigIntegers).toEqual([{ path: 'id', lexeme: '9007199254740993', offset: 6 }]);
  });

  it('treats __proto__ and constructor as data', () => {
    const { value, duplicateKeys } = read('{"__proto__":{"polluted":1},"constructor":2,"toString":3}');
    expect(Object.getPrototypeOf(value)).toBe(null);
    expect(Object.keys(value ?? {})).toEqual(['__proto__', 'constructor', 'toString']);
    expect(duplicateKeys).toEqual([]);
    expect('polluted' in {}).toBe(false);
  });

  it('lists at most 100 duplicates', () => {
    expect(read(`{${'"a":1,'.repeat(5000)}"a":2}`).duplicateKeys).toHaveLength(100);
  });
});

describe('places and options', () => {
  it('says line, column and reason', () => {
    expect(problem('{\n  "a": 1,\n  "b": tru\n}')).toEqual({
      reason: "expected the word 'true' but found the control character U+000A",
      offset: 22,
      line: 3,
      column: 11,
      truncated: false,
    });
    expect(problem('\ufeff{}').reason).toContain('byte order mark');
  });

  it('accepts the numbers that only Python writes when asked', () => {
    expect(read('[NaN,Infinity,-Infinity]', { nonFinite: true }).value).toEqual([Number.NaN, Infinity, -Infinity]);
    for (const text of ['NaN', 'Infinity', '-Infinity']) expect(parseJson(text).ok).toBe(false);
    expect(problem('-Inf', { nonFinite: true }).truncated).toBe(true);
  });

  it('finds a value inside text', () => {
    const text = 'Sure: {"label": "safe"} and more';
    const parsed = read(text, { start: 6, allowTrailing: true });
    expect(plain(parsed.value)).toEqual({ label: 'safe' });
    expect(text.slice(parsed.end)).toBe(' and more');
  });

  it('survives hostile nesting', () => {
    expect(parseJson(`${'['.repeat(512)}${']'.repeat(512)}`).ok).toBe(true);
    expect(problem('['.repeat(1_000_000)).reason).toContain('nested deeper than 512');
    expect(problem('{"a":'.repeat(1_000_000)).reason).toContain('nested deeper than 512');
  });
});
