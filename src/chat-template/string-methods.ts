// The methods of str in one table. Those that cut a text work on traced texts too, so that its pieces keep their origin.
import { bindArguments, type Signature } from './bind-arguments.ts';
import { fail, intOf, iterate, sliceRange, textOf } from './python-operators.ts';
import { typeName } from './python-repr.ts';
import { isPythonSpace, spaceEnd, trimmedEnd } from './python-strip.ts';
import { pythonString } from './python-text.ts';
import { type Keywords, Markup, PyTuple, Traced, Undefined, type Value } from './python-values.ts';
import { renderBudget } from './render-budget.ts';
import { derivedText, joinTraced, sliceTraced } from './traced-text.ts';

type Text = string | Traced;
type Bound = readonly (Value | undefined)[];
type TextMethod = (self: Text, args: Bound, text: string) => Value;

interface Method {
  readonly signature: Signature;
  readonly run: TextMethod;
}

function cut(self: Text, start: number, end: number): Text {
  return typeof self === 'string' ? self.slice(start, end) : sliceTraced.cut(self, start, end);
}

function stringArgument(value: Value | undefined, method: string): string {
  const text = value === undefined ? undefined : textOf(value);
  if (text !== undefined) return text;
  if (value instanceof Undefined) return fail('TypeError', `${method}() argument must be str, not Undefined`);
  return fail('TypeError', `${method}() argument must be str, not ${typeName(value ?? null)}`);
}

function intArgument(value: Value | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  const number = typeof value === 'object' || typeof value === 'string' ? undefined : intOf(value);
  return number ?? fail('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`);
}

function startOf(text: string, chars: ReadonlySet<string>): number {
  let start = 0;
  for (const char of text) {
    if (!chars.has(char)) break;
    start += char.length;
  }
  return start;
}

function endOf(text: string, chars: ReadonlySet<string>, from: number): number {
  let end = text.length;
  while (end > from) {
    const isPair = end - from >= 2 && (text.codePointAt(end - 2) ?? 0) > 0xffff;
    const size = isPair ? 2 : 1;
    if (!chars.has(text.slice(end - size, end))) break;
    end -= size;
  }
  return end;
}

function strip(sides: 'both' | 'left' | 'right'): TextMethod {
  return (self, [given], text) => {
    const chars = given === undefined || given === null ? undefined : new Set(stringArgument(given, 'strip'));
    let start = 0;
    let end = text.length;
    if (sides !== 'right') start = chars === undefined ? spaceEnd(text) : startOf(text, chars);
    if (sides !== 'left') end = chars === undefined ? trimmedEnd(text, start) : endOf(text, chars, start);
    return start === 0 && end === text.length ? self : cut(self, start, end);
  };
}

type Span = readonly [start: number, end: number];

function splitSpaces(text: string, limit: number): Span[] {
  const spans: Span[] = [];
  let at = spaceEnd(text);
  while (at < text.length) {
    if (spans.length === limit) {
      spans.push([at, text.length]);
      break;
    }
    let end = at;
    while (end < text.length && !isPythonSpace(text.charCodeAt(end))) end++;
    spans.push([at, end]);
    at = spaceEnd(text, end);
  }
  return spans;
}

function splitSpacesRight(text: string, limit: number): Span[] {
  const spans: Span[] = [];
  let end = trimmedEnd(text);
  while (end > 0) {
    if (spans.length === limit) {
      spans.push([0, end]);
      break;
    }
    let start = end;
    while (start > 0 && !isPythonSpace(text.charCodeAt(start - 1))) start--;
    spans.push([start, end]);
    end = start;
    while (end > 0 && isPythonSpace(text.charCodeAt(end - 1))) end--;
  }
  return spans.reverse();
}

function splitAt(text: string, separator: string, limit: number): Span[] {
  const spans: Span[] = [];
  let at = 0;
  while (spans.length !== limit) {
    const next = text.indexOf(separator, at);
    if (next === -1) break;
    spans.push([at, next]);
    at = next + separator.length;
  }
  spans.push([at, text.length]);
  return spans;
}

function splitAtRight(text: string, separator: string, limit: number): Span[] {
  const spans: Span[] = [];
  let end = text.length;
  while (spans.length !== limit && end >= separator.length) {
    const found = text.lastIndexOf(separator, end - separator.length);
    if (found === -1) break;
    spans.push([found + separator.length, end]);
    end = found;
  }
  spans.push([0, end]);
  return spans.reverse();
}

function split(right: boolean): TextMethod {
  return (self, [separator, maximum], text) => {
    const count = intArgument(maximum, -1);
    const limit = count < 0 ? -1 : count;
    let spans: Span[];
    if (separator === undefined || separator === null)
      spans = right && limit >= 0 ? splitSpacesRight(text, limit) : splitSpaces(text, limit);
    else {
      const by = stringArgument(separator, right ? 'rsplit' : 'split');
      if (by === '') fail('ValueError', 'empty separator');
      spans = (right ? splitAtRight : splitAt)(text, by, limit);
    }
    renderBudget.spend(spans.length);
    return spans.map(([start, end]) => cut(self, start, end));
  };
}

function partition(right: boolean): TextMethod {
  return (self, [separator], text) => {
    const by = stringArgument(separator, 'partition');
    if (by === '') fail('ValueError', 'empty separator');
    const at = right ? text.lastIndexOf(by) : text.indexOf(by);
    if (at === -1) return new PyTuple(right ? ['', '', self] : [self, '', '']);
    const end = at + by.length;
    return new PyTuple([cut(self, 0, at), cut(self, at, end), cut(self, end, text.length)]);
  };
}

const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

const splitLines: TextMethod = (self, [keep], text) => {
  const lines: Value[] = [];
  const keepEnds = intArgument(keep, 0) !== 0;
  let at = 0;
  for (const match of text.matchAll(LINE_END)) {
    const end = match.index + match[0].length;
    lines.push(cut(self, at, keepEnds ? end : match.index));
    at = end;
  }
  if (at < text.length) lines.push(cut(self, at, text.length));
  renderBudget.spend(lines.length);
  return lines;
};

/** str.replace; `count` below 0 replaces all. Texts that stay keep their origin. */
export function replaceText(self: Text, before: string, after: Text, count: number): Text {
  const text = typeof self === 'string' ? self : self.text;
  const places: number[] = [];
  const step = before.length;
  let at = 0;
  while (count < 0 || places.length < count) {
    const found = text.indexOf(before, at);
    if (found === -1 || (step === 0 && at > text.length)) break;
    places.push(found);
    // An empty pattern matches between code points and at both ends.
    at = found + (step || ((text.codePointAt(found) ?? 0) > 0xffff ? 2 : 1));
    if (step === 0 && found >= text.length) break;
  }
  if (places.length === 0) return self;
  const length = typeof after === 'string' ? after.length : after.text.length;
  renderBudget.allow(text.length + places.length * (length - step));
  renderBudget.spend(places.length);
  const parts: Text[] = [];
  let from = 0;
  for (const place of places) {
    parts.push(cut(self, from, place), after);
    from = place + step;
  }
  parts.push(cut(self, from, text.length));
  return joinTraced(parts);
}

const replace: TextMethod = (self, [before, after, count]) => {
  const pattern = stringArgument(before, 'replace');
  stringArgument(after, 'replace');
  const by = after instanceof Traced || typeof after === 'string' ? after : stringArgument(after, 'replace');
  return replaceText(self, pattern, by, intArgument(count, -1));
};

/** The part of the text between two code point indices as slices take them, and its UTF-16 offset. */
function within(
  text: string,
  start: Value | undefined,
  end: Value | undefined,
): { readonly part: string; readonly offset: number; readonly beyond: boolean } {
  if ((start ?? null) === null && (end ?? null) === null) return { part: text, offset: 0, beyond: false };
  const length = pythonString.length(text);
  const range = sliceRange(length, [start ?? null, end ?? null, null]);
  const offset = pythonString.offset(text, range.start);
  const part = text.slice(offset, offset + pythonString.offset(text.slice(offset), range.count));
  const first = typeof start === 'number' ? start : 0;
  return { part, offset, beyond: first > length };
}

function find(last: boolean, strict: boolean): TextMethod {
  return (_, [wanted, start, end], text) => {
    const part = stringArgument(wanted, strict ? 'index' : 'find');
    const area = within(text, start, end);
    const at = area.beyond ? -1 : last ? area.part.lastIndexOf(part) : area.part.indexOf(part);
    if (at !== -1) return pythonString.index(text, area.offset + at);
    return strict ? fail('ValueError', 'substring not found') : -1;
  };
}

const count: TextMethod = (_, [wanted, start, end], text) => {
  const part = stringArgument(wanted, 'count');
  const area = within(text, start, end);
  if (area.beyond) return 0;
  return part === '' ? pythonString.length(area.part) + 1 : area.part.split(part).length - 1;
};

function affix(suffix: boolean): TextMethod {
  const name = suffix ? 'endswith' : 'startswith';
  return (_, [wanted, start, end], text) => {
    const area = within(text, start, end);
    const matches = (value: Value) => {
      const part =
        textOf(value) ?? fail('TypeError', `${name} first arg must be str or a tuple of str, not ${typeName(value)}`);
      if (area.beyond) return false;
      return suffix ? area.part.endsWith(part) : area.part.startsWith(part);
    };
    return wanted instanceof PyTuple ? wanted.items.some(matches) : matches(wanted ?? null);
  };
}

function pad(side: 'left' | 'right' | 'both'): TextMethod {
  return (self, [width, fill], text) => {
    const char =
      fill === undefined
        ? ' '
        : (textOf(fill) ?? fail('TypeError', `The fill character must be a unicode character, not ${typeName(fill)}`));
    if (pythonString.length(char) !== 1) fail('TypeError', 'The fill character must be exactly one character long');
    const wanted = intArgument(width, 0);
    const missing = wanted - pythonString.length(text);
    if (missing <= 0) return self;
    renderBudget.allow(missing);
    // How CPython puts the odd one.
    const left = side === 'left' ? 0 : side === 'right' ? missing : Math.floor(missing / 2) + (missing & wanted & 1);
    return joinTraced([char.repeat(left), self, char.repeat(missing - left)]);
  };
}

const zfill: TextMethod = (_, [width], text) => {
  const missing = intArgument(width, 0) - pythonString.length(text);
  if (missing <= 0) return text;
  renderBudget.allow(missing);
  const sign = /^[+-]/.test(text) ? text.charAt(0) : '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
};

const join: TextMethod = (self, [list]) => {
  const parts: Value[] = [];
  let length = 0;
  let index = 0;
  for (const item of iterate(list ?? null)) {
    const text =
      textOf(item) ?? fail('TypeError', `sequence item ${index}: expected str instance, ${typeName(item)} found`);
    if (index++ > 0) parts.push(self);
    parts.push(item);
    length += text.length + (typeof self === 'string' ? self.length : self.text.length);
    renderBudget.spend(1);
    renderBudget.allow(length);
  }
  return joinTraced(parts);
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

const CASED = /\p{Cased}/u;

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

function expandTabs(text: string, size: number): string {
  let column = 0;
  let out = '';
  for (const char of text) {
    if (char === '\t') {
      const spaces = size > 0 ? size - (column % size) : 0;
      renderBudget.allow(out.length + spaces);
      out += ' '.repeat(spaces);
      column += spaces;
    } else {
      out += char;
      column = char === '\n' || char === '\r' ? 0 : column + 1;
    }
  }
  return out;
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

const plain =
  (run: (text: string) => Value): TextMethod =>
  (_, __, text) =>
    run(text);

// Superscripts and circled digits, which are digits but no decimals.
const DIGIT = /^[\p{Nd}\xb2\xb3\xb9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490]+$/u;

function method(name: string, parameters: string, required: number, run: TextMethod): [string, Method] {
  // str takes most arguments by position only.
  const byName = ['split', 'rsplit', 'splitlines', 'expandtabs', 'encode'].includes(name);
  const names = parameters === '' ? [] : parameters.split(' ');
  const signature = {
    name: `str.${name}`,
    parameters: names,
    required,
    ...(byName ? {} : { positionalOnly: names.length }),
  };
  return [name, { signature, run }];
}

const METHODS = new Map<string, Method>([
  method('strip', 'chars', 0, strip('both')),
  method('lstrip', 'chars', 0, strip('left')),
  method('rstrip', 'chars', 0, strip('right')),
  method('split', 'sep maxsplit', 0, split(false)),
  method('rsplit', 'sep maxsplit', 0, split(true)),
  method('partition', 'sep', 1, partition(false)),
  method('rpartition', 'sep', 1, partition(true)),
  method('splitlines', 'keepends', 0, splitLines),
  method('replace', 'old new count', 2, replace),
  method('removeprefix', 'prefix', 1, (self, [prefix], text) => {
    const part = stringArgument(prefix, 'removeprefix');
    return text.startsWith(part) ? cut(self, part.length, text.length) : self;
  }),
  method('removesuffix', 'suffix', 1, (self, [suffix], text) => {
    const part = stringArgument(suffix, 'removesuffix');
    return text.endsWith(part) ? cut(self, 0, text.length - part.length) : self;
  }),
  method('find', 'sub start end', 1, find(false, false)),
  method('rfind', 'sub start end', 1, find(true, false)),
  method('index', 'sub start end', 1, find(false, true)),
  method('rindex', 'sub start end', 1, find(true, true)),
  method('count', 'sub start end', 1, count),
  method('startswith', 'prefix start end', 1, affix(false)),
  method('endswith', 'suffix start end', 1, affix(true)),
  method('center', 'width fillchar', 1, pad('both')),
  method('ljust', 'width fillchar', 1, pad('left')),
  method('rjust', 'width fillchar', 1, pad('right')),
  method('zfill', 'width', 1, zfill),
  method('join', 'iterable', 1, join),
  method(
    'lower',
    '',
    0,
    plain((text) => text.toLowerCase()),
  ),
  method(
    'upper',
    '',
    0,
    plain((text) => text.toUpperCase()),
  ),
  method(
    'casefold',
    '',
    0,
    plain((text) => text.toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ')),
  ),
  method('capitalize', '', 0, plain(capitalize)),
  method('title', '', 0, plain(title)),
  method('swapcase', '', 0, plain(swapCase)),
  method('expandtabs', 'tabsize', 0, (_, [size], text) => expandTabs(text, intArgument(size, 8))),
  method(
    'isdigit',
    '',
    0,
    plain((text) => DIGIT.test(text)),
  ),
  method(
    'isdecimal',
    '',
    0,
    plain((text) => /^\p{Nd}+$/u.test(text)),
  ),
  method(
    'isnumeric',
    '',
    0,
    plain((text) =>
      /^[\p{N}\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343\u842c\u4e07\u5104\u4ebf]+$/u.test(
        text,
      ),
    ),
  ),
  method(
    'isalpha',
    '',
    0,
    plain((text) => /^\p{L}+$/u.test(text)),
  ),
  method(
    'isalnum',
    '',
    0,
    plain((text) => /^[\p{L}\p{N}]+$/u.test(text)),
  ),
  method(
    'isspace',
    '',
    0,
    plain((text) => text !== '' && spaceEnd(text) === text.length),
  ),
  method(
    'isascii',
    '',
    0,
    plain((text) => /^[\x00-\x7f]*$/.test(text)),
  ),
  method(
    'isprintable',
    '',
    0,
    plain((text) => !/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(text)),
  ),
  method(
    'isidentifier',
    '',
    0,
    plain((text) => /^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(text)),
  ),
  method(
    'islower',
    '',
    0,
    plain((text) => /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text)),
  ),
  method(
    'isupper',
    '',
    0,
    plain((text) => /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text)),
  ),
  method('istitle', '', 0, plain(isTitle)),
]);

function run(self: Text, name: string, args: readonly Value[], keywords: Keywords | undefined): Value | undefined {
  const found = METHODS.get(name);
  if (found === undefined) return undefined;
  const bound = bindArguments(found.signature, args, keywords);
  return found.run(self, bound, typeof self === 'string' ? self : self.text);
}

function marked(value: Value): Value {
  if (typeof value === 'string') return new Markup(value);
  if (Array.isArray(value)) return value.map(marked);
  return value instanceof PyTuple ? new PyTuple(value.items.map(marked)) : value;
}

export function isStringMethod(name: string): boolean {
  return METHODS.has(name);
}

type BoundMethod = (self: string | Traced, args: readonly Value[], keywords: Keywords | undefined) => Value;

/** A method of str, found once; undefined when there is none of that name. */
export function stringMethod(name: string): BoundMethod | undefined {
  const found = METHODS.get(name);
  if (found === undefined) return undefined;
  return (self, args, keywords) => {
    if (typeof self !== 'string') return callStringMethod(self, name, { args, keywords }) ?? null;
    return found.run(self, bindArguments(found.signature, args, keywords), self);
  };
}

/** Calls a method of str; undefined when str has no such method. Throws TemplateError as Python raises. */
export function callStringMethod(
  self: string | Traced | Markup,
  name: string,
  call: { readonly args: readonly Value[]; readonly keywords: Keywords | undefined },
): Value | undefined {
  const { args, keywords } = call;
  if (typeof self === 'string') return run(self, name, args, keywords);
  if (self instanceof Markup) {
    const result = run(self.text, name, args, keywords);
    return result === undefined ? undefined : marked(result);
  }
  const result = run(self, name, args, keywords);
  if (typeof result !== 'string') return result;
  return derivedText(result, [self, ...args.filter((arg) => arg instanceof Traced)]);
}
