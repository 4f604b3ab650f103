import { failPickle, type PickleMachine } from './pickle-machine.ts';
import type { PickleValue } from './pickle-value.ts';

/** Turns the text operands of protocol 0 into values. */
export const pickleLiteral = { integer, float, fromBigInt, quoted, rawUnicode, index };

/** Python itself refuses to read longer ones from text (sys.int_info.default_max_str_digits). */
const MAX_DIGITS = 4300;

const FLOAT_WORDS: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
]);

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['\n', ''],
]);

/** `withTruth`: the opcode INT writes False as 00 and True as 01. */
function integer(machine: PickleMachine, text: string, withTruth: boolean): PickleValue {
  if (withTruth && (text === '00' || text === '01')) return text === '01';
  const trimmed = text.trim();
  if (trimmed.length <= MAX_DIGITS && /^[+-]?\d+$/.test(trimmed)) return fromBigInt(BigInt(trimmed.replace(/^\+/, '')));
  failPickle(machine, 'the text of an integer is not one');
  return null;
}

function float(machine: PickleMachine, text: string): PickleValue {
  const trimmed = text.trim();
  const word = FLOAT_WORDS.get(trimmed.toLowerCase());
  if (word !== undefined) return word;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return Number(trimmed);
  failPickle(machine, 'the text of a float is not one');
  return null;
}

function fromBigInt(value: bigint): PickleValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : { kind: 'integer', digits: value.toString() };
}

/** The repr of a Python 2 string. */
function quoted(machine: PickleMachine, text: string): PickleValue {
  const body = /^\s*(["'])(.*)\1\s*$/s.exec(text)?.[2];
  if (body === undefined) {
    failPickle(machine, 'the text of a string has no quotes around it');
    return null;
  }
  return body.replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|.)/gs, (_, code: string) => {
    if (/^x./.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 0xff);
    return ESCAPES.get(code) ?? (/^[\\'"]$/.test(code) ? code : `\\${code}`);
  });
}

/** Python's raw-unicode-escape: latin-1 with \uXXXX and \UXXXXXXXX. */
function rawUnicode(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/g,
    (whole, short: string | undefined, long: string | undefined) => {
      const code = Number.parseInt(short ?? long ?? '', 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** NaN for what is not a plain decimal number. */
function index(text: string): number {
  return /^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
}
