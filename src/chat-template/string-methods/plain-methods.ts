import { spaceEnd } from '../python-strip.ts';
import { pythonString } from '../python-text.ts';
import type { Value } from '../python-values.ts';

// Superscripts and circled digits, which are digits but no decimals.
const DIGIT = /^[\p{Nd}\xb2\xb3\xb9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490]+$/u;
// Numbers and the ideographs that Unicode gives a numeric value.
const NUMERIC =
  /^[\p{N}\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343\u842c\u4e07\u5104\u4ebf]+$/u;
const CASED = /\p{Cased}/u;

/** The methods of str that take no argument and look at the text alone. */
export const plainMethods: Readonly<Record<string, (text: string) => Value>> = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  casefold: (text) => text.toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ'),
  capitalize,
  title,
  swapcase: swapCase,
  isdigit: (text) => DIGIT.test(text),
  isdecimal: (text) => /^\p{Nd}+$/u.test(text),
  isnumeric: (text) => NUMERIC.test(text),
  isalpha: (text) => /^\p{L}+$/u.test(text),
  isalnum: (text) => /^[\p{L}\p{N}]+$/u.test(text),
  isspace: (text) => text !== '' && spaceEnd(text) === text.length,
  isascii: (text) => /^[\x00-\x7f]*$/.test(text),
  isprintable: (text) => !/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(text),
  isidentifier: (text) => /^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(text),
  islower: (text) => /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text),
  isupper: (text) => /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text),
  istitle: isTitle,
};

function titleFirst(char: string): string {
  const upper = char.toUpperCase();
  const [first = '', ...rest] = upper;
  return first + rest.join('').toLowerCase();
}

function capitalize(text: string): string {
  const first = text.slice(0, pythonString.offset(text, text === '' ? 0 : 1));
  return titleFirst(first) + text.slice(first.length).toLowerCase();
}

function title(text: string): string {
  let out = '';
  let previous = false;
  for (const char of text) {
    out += previous ? char.toLowerCase() : titleFirst(char);
    previous = CASED.test(char);
  }
  return out;
}

function swapCase(text: string): string {
  return pythonString
    .characters(text)
    .map((char) => (/\p{Lu}/u.test(char) ? char.toLowerCase() : /\p{Ll}/u.test(char) ? char.toUpperCase() : char))
    .join('');
}

function isTitle(text: string): boolean {
  let previous = false;
  let any = false;
  for (const char of text) {
    const upper = /[\p{Lu}\p{Lt}]/u.test(char);
    const lower = /\p{Lowercase}/u.test(char);
    if (upper ? previous : lower && !previous) return false;
    previous = upper || lower;
    any ||= previous;
  }
  return any;
}
