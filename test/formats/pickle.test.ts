import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PickleValue, readPickle } from '../../src/formats/pickle.ts';
import { PYTHON_PICKLES } from './python-pickles.ts';

const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

function read(bytes: Uint8Array | string): PickleValue {
  const result = readPickle(typeof bytes === 'string' ? fromBase64(bytes) : bytes);
  if (!result.ok) throw new Error(result.problem.reason);
  return result.value.value;
}

function entriesOf(value: PickleValue | undefined): Map<PickleValue, PickleValue> {
  if (typeof value !== 'object' || value === null || !('entries' in value)) throw new Error('no entries');
  return new Map(value.entries);
}

const list = (...items: PickleValue[]): PickleValue => ({ kind: 'list', items });
const tuple = (...items: PickleValue[]): PickleValue => ({ kind: 'tuple', items });
const dict = (...entries: [PickleValue, PickleValue][]): PickleValue => ({ kind: 'dict', entries });
const object = (global: string, args: PickleValue, rest: object = {}) => ({
  kind: 'object',
  global,
  args,
  items: [],
  entries: [],
  ...rest,
});

describe('pickles made by Python', () => {
  it.each(['plain0', 'plain1', 'plain2', 'plain3', 'plain4', 'plain5'] as const)('reads plain data: %s', (name) => {
    const { bytes, ...data } = Object.fromEntries(entriesOf(read(PYTHON_PICKLES[name])));
    expect(data).toEqual({
      none: null,
      yes: true,
      no: false,
      small: 7,
      neg: -5,
      two: 40000,
      four: 2 ** 31 - 1,
      minus4: -(2 ** 31),
      safe: 2 ** 53 - 1,
      big: { kind: 'integer', digits: '18446744073709551616' },
      bigneg: { kind: 'integer', digits: '-1180591620717411303424' },
      float: 0.1,
      nan: Number.NaN,
      inf: Infinity,
      text: 'häß\u2028\n\\ \u{1F600}',
      bom: '\ufeffx',
      list: list(1, list(2, list())),
      tuple: tuple(1, 2, 3),
      one: tuple(1),
      four_t: tuple(1, 2, 3, 4),
      empty: tuple(),
      dict: dict([1, 'a'], ['b', dict()]),
      twice: list(list('s'), list('s')),
      long: 'x'.repeat(300),
    });
    // Protocols before 3 have no bytes: CPython writes a call of _codecs.encode.
    if (name < 'plain3') expect(bytes).toMatchObject({ kind: 'object', global: '_codecs.encode' });
    else expect(bytes).toEqual({ kind: 'bytes', length: 6 });
  });

  it.each(['thing0', 'thing2', 'thing4'] as const)('describes objects: %s', (name) => {
    const value = read(PYTHON_PICKLES[name]);
    const state = entriesOf((value as { state: PickleValue }).state);
    expect(value).toMatchObject({
      kind: 'object',
      global: name === 'thing0' ? 'copy_reg._reconstructor' : 'demo.Thing',
    });
    expect(state.get('a')).toBe(1);
    expect(state.get('b')).toEqual(list(object('demo.Mode', tuple('fast')) as PickleValue));
  });

  it('describes sets, ordered dicts, keyword arguments, buffers and persistent ids', () => {
    expect([...entriesOf(read(PYTHON_PICKLES.sets4)).values()]).toEqual([
      { kind: 'set', items: [1] },
      { kind: 'set', items: [2] },
    ]);
    expect(read(PYTHON_PICKLES.ordered2)).toEqual(object('collections.OrderedDict', tuple(), { entries: [['a', 1]] }));
    expect(read(PYTHON_PICKLES.kwargs4)).toEqual(object('demo.Kw', tuple(), { kwargs: dict(['k', 3]) }));
    expect(read(PYTHON_PICKLES.buffers5)).toEqual(list({ kind: 'buffer' }));
    expect(read(PYTHON_PICKLES.bytearray5)).toEqual({ kind: 'bytes', length: 3 });
    expect(read(PYTHON_PICKLES.persistent2)).toEqual(list({ kind: 'persistent', id: tuple('storage', 3) }));
    expect(read(PYTHON_PICKLES.persistent0)).toEqual(list({ kind: 'persistent', id: 'here' }));
  });

  it('breaks cycles', () => {
    expect(read(PYTHON_PICKLES.cycle4)).toEqual(list({ kind: 'cycle' }));
    expect(JSON.stringify(read(PYTHON_PICKLES.cycletuple2))).toContain('cycle');
    expect(entriesOf((read(PYTHON_PICKLES.cycleobj4) as { state: PickleValue }).state).get('me')).toEqual({
      kind: 'cycle',
    });
  });

  it('rejects every proper beginning of a pickle', () => {
    for (const name of ['plain0', 'plain2', 'plain4', 'thing0', 'thing4'] as const) {
      const whole = fromBase64(PYTHON_PICKLES[name]);
      for (let length = 0; length < whole.length; length++) {
        const result = readPickle(whole.subarray(0, length));
        expect(result.ok, `${name} cut to ${length}`).toBe(false);
      }
    }
  });
});

describe('hostile pickles', () => {
  it('turns a call of os.system into a description', () => {
    const call = object('os.system', tuple('rm -rf /'));
    expect(read(latin1("cos\nsystem\n(S'rm -rf /'\ntR."))).toEqual(call);
    expect(read(latin1('\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x08rm -rf /\x85R.'))).toEqual(call);
    expect(read(latin1("(S'rm -rf /'\nios\nsystem\n."))).toEqual(call);
    expect(read(latin1("(cos\nsystem\nS'rm -rf /'\no."))).toEqual(call);
    expect(read(latin1('\x82\x07)R.'))).toMatchObject({ global: '(extension 7)' });
    expect(read(latin1('cbuiltins\neval\n)R)R.'))).toMatchObject({ global: '(computed)' });
  });

  it.each([
    ['nothing', '', 'without its STOP'],
    ['only STOP', '.', 'without a value'],
    ['a mark left open', 'N(.', 'without a value'],
    ['underflow', '\x85.', 'empty stack'],
    ['a pop through a mark', 'N(\x85.', 'empty stack'],
    ['no mark', 'Nt.', 'no mark'],
    ['an unknown opcode', '\xff', '0xff is not'],
    ['protocol 6', '\x80\x06N.', 'protocol 6'],
    ['a huge string', 'X\xff\xff\xff\xff.', 'claims 4294967295 bytes'],
    ['a string of 2^63 bytes', '\x8d\x00\x00\x00\x00\x00\x00\x00\x80.', 'bytes are left|are left'],
    ['huge bytes', '\x8e\xff\xff\xff\xff\xff\xff\xff\xff.', 'are left'],
    ['a huge frame', '\x95\xff\xff\x00\x00\x00\x00\x00\x00N.', 'are left'],
    ['a huge integer', '\x8b\xff\xff\xff\x7f.', 'over the limit'],
    ['an unset memo entry', 'h\x05.', 'never set'],
    ['a memo index of words', 'Npfoo\n.', 'memo index'],
    ['an odd dict', '}(Nu.', 'key without a value'],
    ['an append to None', 'NNa.', 'appends to None'],
    ['items of a list', ']NNs.', 'sets keys of a list'],
    ['state of a list', ']}b.', 'sets the state of a list'],
    ['a global of numbers', 'K\x01K\x02\x93.', 'not a string'],
    ['an integer of words', 'Ione\n.', 'not one'],
    ['a float of words', 'Fone\n.', 'not one'],
    ['a string without quotes', 'Sone\n.', 'no quotes'],
    ['broken UTF-8', 'X\x01\x00\x00\x00\xff.', 'not UTF-8'],
    ['an endless line', 'cos', 'inside a line'],
    ['an object without class', '(o.', 'no class'],
  ])('refuses %s with the byte', (_, text, reason) => {
    const result = readPickle(latin1(text));
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.problem.reason).toMatch(new RegExp(reason));
    expect(result.problem.offset).toBeGreaterThanOrEqual(0);
  });

  it('bounds nesting, and reads what is just below', () => {
    const nested = (depth: number) => readPickle(latin1(`${']'.repeat(depth)}${'a'.repeat(depth - 1)}.`));
    expect(nested(1000).ok).toBe(true);
    expect(nested(1002)).toMatchObject({ ok: false, problem: { reason: expect.stringContaining('deeper than 1000') } });
    expect(nested(500_000).ok).toBe(false);
    const dicts = readPickle(latin1(`${'}N'.repeat(999)}N${'s'.repeat(999)}.`));
    expect(dicts.ok).toBe(true);
  });

  it('is not blown up by sharing', () => {
    let text = ']q\x00';
    for (let level = 0; level < 200; level++)
      text += `h${String.fromCharCode(level)}\x86q${String.fromCharCode(level + 1)}`.replace(
        'h',
        `h${String.fromCharCode(level)}h`,
      );
    expect(readPickle(latin1(`${text}.`))).toHaveProperty('ok');
    let doubled = ']q\x00';
    for (let level = 0; level < 200; level++)
      doubled += `h${String.fromCharCode(level)}\x86q${String.fromCharCode(level + 1)}`;
    expect(readPickle(latin1(`${doubled}.`)).ok).toBe(true);
  });

  it('bounds opcodes and bytes', () => {
    expect(readPickle(new Uint8Array(3_000_000).fill(0x4e))).toMatchObject({
      ok: false,
      problem: { reason: expect.stringContaining('opcodes') },
    });
    expect(readPickle(new Uint8Array(17 * 2 ** 20))).toMatchObject({
      ok: false,
      problem: { reason: expect.stringContaining('at most') },
    });
  });

  it('never throws on noise', () => {
    const opcodes = latin1(
      "(.012FGIJKLMNPQRSTUVXabcdeghijlopqrstu)]}\x80\x81\x82\x85\x86\x87\x88\x89\x8a\x8c\x8f\x90\x91\x92\x93\x94\x95\x97\x98\n'1\x00",
    );
    const code = fc.constantFrom(...opcodes);
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 9, arbitrary: code }, fc.nat(255))), (codes) => {
        expect(readPickle(new Uint8Array([...codes, 0x2e]))).toHaveProperty('ok');
      }),
      { numRuns: 3000 },
    );
  });
});
