import { TokenizerError } from './tokenizer-error.ts';
import { unassignedRanges } from './unassigned-ranges.ts';

// A hostile pattern must not build an expression without end; the longest published one has 500 characters.
const MAX_PATTERN = 20_000;
const MAX_DEPTH = 50;

const hex = (codePoint: number): string => `\\u{${codePoint.toString(16)}}`;
const known = (inside: string): string => `[[${inside}]--[${unassignedRanges}]]`;

// Oniguruma counts three superscripts and three fractions of Latin-1 as word characters.
const WORD = `[${known('\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}')}\\u{b2}\\u{b3}\\u{b9}\\u{bc}-\\u{be}]`;
const SPACE = '\\p{White_Space}';
const DIGIT = known('\\p{Nd}');
const HEX_DIGIT = '[0-9A-Fa-f]';
const CLASSES: Readonly<Record<string, string>> = { w: WORD, s: SPACE, d: DIGIT, h: HEX_DIGIT };
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, a: 7, e: 27 };
const ANCHORS: Readonly<Record<string, string>> = {
  A: '(?<![^])',
  z: '(?![^])',
  Z: '(?=\\n?(?![^]))',
  b: `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`,
  B: `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`,
  R: '(?:\\r\\n|[\\n\\v\\f\\r\\u{85}\\u{2028}\\u{2029}])',
  N: '[^\\n]',
  O: '[^]',
};
const POSIX: Readonly<Record<string, string>> = {
  alpha: known('\\p{Alphabetic}'),
  digit: DIGIT,
  alnum: known('\\p{Alphabetic}\\p{Nd}'),
  upper: known('\\p{Uppercase}'),
  lower: known('\\p{Lowercase}'),
  space: SPACE,
  punct: known('\\p{P}\\u{24}\\u{2b}\\u{3c}-\\u{3e}\\u{5e}\\u{60}\\u{7c}\\u{7e}'),
  xdigit: HEX_DIGIT,
  word: WORD,
};
const GENERAL = /^(?:[LMNPSZC]|L[ultmo]|M[nce]|N[dlo]|P[cdseifo]|S[mcko]|Z[slp]|C[cfo])$/;
const SCRIPTS =
  /^(?:Han|Hiragana|Katakana|Hangul|Latin|Greek|Cyrillic|Arabic|Hebrew|Thai|Devanagari|Bengali|Tamil|Telugu|Lao|Tibetan|Khmer|Myanmar|Georgian|Armenian|Ethiopic|Mongolian|Gujarati|Gurmukhi|Kannada|Malayalam|Oriya|Sinhala|Common|Inherited|Bopomofo|Braille)$/;
const LONG_NAMES: Readonly<Record<string, string>> = {
  Letter: 'L',
  Mark: 'M',
  Number: 'N',
  Punctuation: 'P',
  Symbol: 'S',
  Separator: 'Z',
  Alpha: 'Alphabetic',
  Upper: 'Uppercase',
  Lower: 'Lowercase',
  Uppercase_Letter: 'Lu',
  Lowercase_Letter: 'Ll',
};

interface Group {
  readonly source: string;
  /** What holds from here on. */
  readonly flags?: Flags;
}

interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
}

function property(name: string): string | undefined {
  const short = LONG_NAMES[name] ?? name;
  // U+0295 became Lo in Unicode 17.
  if (short === 'Ll') return known('\\p{Ll}\\u{295}');
  if (short === 'Lo') return `[${known('\\p{Lo}')}--\\u{295}]`;
  if (short === 'C') return `[\\p{C}[${unassignedRanges}]]`;
  if (GENERAL.test(short) || /^(?:Alphabetic|Uppercase|Lowercase)$/.test(short)) return known(`\\p{${short}}`);
  if (SCRIPTS.test(short)) return known(`\\p{Script=${short}}`);
  if (/^(?:White_Space|Space)$/i.test(short)) return SPACE;
  return POSIX[short.toLowerCase()] ?? (short === 'Any' ? '[^]' : undefined);
}

/** Characters that differ from this one only in case, itself included. Oniguruma and JavaScript use the same simple folding. */
function caseVariants(codePoint: number): number[] {
  const character = String.fromCodePoint(codePoint);
  const variants = new Set([codePoint]);
  for (const form of [character.toLowerCase(), character.toUpperCase(), character.toUpperCase().toLowerCase()]) {
    if (form.length === String.fromCodePoint(form.codePointAt(0) ?? 0).length) variants.add(form.codePointAt(0) ?? 0);
  }
  if (variants.has(0x73)) variants.add(0x17f);
  if (variants.has(0x6b)) variants.add(0x212a);
  if (variants.has(0xe5)) variants.add(0x212b);
  return [...variants];
}

/**
 * Turns an Oniguruma pattern (Ruby syntax, as huggingface/tokenizers compiles it) into the source of a JavaScript expression
 * for the flag `v`. Throws TokenizerError that names what has no counterpart.
 */
export function translateRegex(pattern: string, key: string): string {
  if (pattern.length > MAX_PATTERN) throw new TokenizerError(key, `is longer than ${MAX_PATTERN} characters`);
  const characters = [...pattern];
  let at = 0;
  let groups = 0;
  const refuse = (what: string): never => {
    throw new TokenizerError(key, `uses ${what}, which cannot be run here`);
  };
  const peek = (text: string): boolean => {
    for (let index = 0; index < text.length; index++) if (characters[at + index] !== text[index]) return false;
    return true;
  };
  const take = (text: string): boolean => {
    const found = peek(text);
    if (found) at += text.length;
    return found;
  };
  const takeUntil = (end: string): string => {
    let text = '';
    while (at < characters.length && characters[at] !== end) text += characters[at++] ?? '';
    if (!take(end)) refuse(`a group without ${end}`);
    return text;
  };

  const hexEscape = (kind: string): number => {
    if (kind === 'x' && take('{')) return Number.parseInt(takeUntil('}'), 16);
    const limit = kind === 'u' ? 4 : 2;
    let digits = '';
    while (digits.length < limit && /^[0-9A-Fa-f]$/.test(characters[at] ?? '')) digits += characters[at++] ?? '';
    return Number.parseInt(digits, 16);
  };
  /** A code point, or the source of a class. `at` is behind the backslash. */
  const readEscape = (): number | string => {
    const name = characters[at++] ?? '';
    if (name === 'p' || name === 'P') {
      if (!take('{')) refuse(`\\${name} without a name`);
      const given = takeUntil('}');
      const negated = given.startsWith('^') !== (name === 'P');
      const found = property(given.replace(/^\^/, '')) ?? refuse(`\\p{${given}}`);
      return negated ? `[^${found}]` : found;
    }
    const own = CLASSES[name];
    if (own !== undefined) return own;
    const inverse = CLASSES[name.toLowerCase()];
    if (inverse !== undefined) return `[^${inverse}]`;
    const control = CONTROLS[name];
    if (control !== undefined) return control;
    if (name === 'x' || name === 'u') {
      const codePoint = hexEscape(name);
      if (codePoint >= 0 && codePoint <= 0x10ffff) return codePoint;
    }
    if (name === '0') return 0;
    if (/^[A-Za-z0-9]$/.test(name) || name === '') return refuse(`\\${name}`);
    return name.codePointAt(0) ?? 0;
  };

  const literal = (codePoint: number, flags: Flags): string => {
    if (!flags.ignoreCase) return hex(codePoint);
    const variants = caseVariants(codePoint);
    return variants.length === 1 ? hex(codePoint) : `[${variants.map(hex).join('')}]`;
  };

  const rangeSource = (first: number, last: number, flags: Flags): string => {
    if (last < first) refuse('an empty range');
    const plain = first === last ? hex(first) : `${hex(first)}-${hex(last)}`;
    if (!flags.ignoreCase) return plain;
    if (last - first > 0x3000) refuse('a long range without regard to case');
    let source = plain;
    for (let codePoint = first; codePoint <= last; codePoint++) source += caseVariants(codePoint).map(hex).join('');
    return source;
  };

  const posixClass = (): string => {
    const inverse = take('^');
    const name = takeUntil(':');
    if (!take(']')) refuse(`[:${name}`);
    const found = POSIX[name] ?? refuse(`[:${name}:]`);
    return inverse ? `[^${found}]` : found;
  };

  const classMember = (flags: Flags): string => {
    const from = memberOrClass();
    if (typeof from === 'string') return from;
    if (!peek('-') || characters[at + 1] === ']' || characters[at + 1] === '[') return literalsInClass(from, flags);
    at++;
    const to = memberOrClass();
    return typeof to === 'string' ? `${literalsInClass(from, flags)}${hex(45)}${to}` : rangeSource(from, to, flags);
  };

  const characterClass = (flags: Flags, depth: number): string => {
    if (depth > MAX_DEPTH) refuse('deeply nested classes');
    const negated = take('^');
    const sides: string[] = [];
    let inside = '';
    for (let first = true; first || !peek(']'); first = false) {
      if (at >= characters.length) refuse('a class without ]');
      if (take('[:')) inside += posixClass();
      else if (take('[')) inside += characterClass(flags, depth + 1);
      else if (take('&&')) {
        sides.push(inside);
        inside = '';
      } else inside += classMember(flags);
    }
    at++;
    const all = [...sides, inside];
    const body = all.length === 1 ? inside : all.map((side) => `[${side}]`).join('&&');
    return negated ? `[^${body}]` : `[${body}]`;
  };
  const memberOrClass = (): number | string => (take('\\') ? escapeInClass() : (characters[at++]?.codePointAt(0) ?? 0));
  const escapeInClass = (): number | string => {
    if (take('b')) return 8;
    return readEscape();
  };
  const literalsInClass = (codePoint: number, flags: Flags): string => rangeSource(codePoint, codePoint, flags);

  const quantified = (atom: string): string => {
    let source = atom;
    for (;;) {
      const rest = characters.slice(at, at + 24).join('');
      const [matched = '', interval] = /^(?:[?*+]|\{(\d*,?\d*)\})/.exec(rest) ?? [];
      if (matched === '' || interval === '' || interval === ',') return source;
      at += matched.length;
      const repeat = interval?.startsWith(',') ? `{0${interval}}` : matched;
      if (take('?')) source = `(?:${source}${repeat}?)`;
      else if (interval === undefined && take('+')) source = atomic(`${source}${repeat}`);
      else source = `(?:${source}${repeat})`;
    }
  };
  const atomic = (source: string): string => {
    const name = `a${groups++}`;
    return `(?:(?=(?<${name}>${source}))\\k<${name}>)`;
  };

  const group = (flags: Flags, depth: number): Group => {
    if (!take('?')) return { source: `(?:${alternatives(flags, depth)})` };
    for (const look of ['=', '!', '<=', '<!', ':'] as const) {
      if (take(look)) return { source: `(?${look}${alternatives(flags, depth)})` };
    }
    if (take('>')) return { source: atomic(alternatives(flags, depth)) };
    if (take('#')) {
      takeUntil(')');
      at--;
      return { source: '' };
    }
    if (take('<')) {
      takeUntil('>');
      return { source: `(?:${alternatives(flags, depth)})` };
    }
    return options(flags, depth);
  };

  const options = (flags: Flags, depth: number): Group => {
    let on = true;
    let changed = flags;
    for (;;) {
      const name = characters[at++] ?? '';
      if (name === '-') on = false;
      else if (name === 'i') changed = { ...changed, ignoreCase: on };
      else if (name === 'm') changed = { ...changed, dotAll: on };
      else if (name === ':') return { source: `(?:${alternatives(changed, depth)})` };
      else if (name === ')') {
        // `(?i)` holds up to the end of the group around it, alternatives included.
        at--;
        return { source: '', flags: changed };
      } else refuse(`(?${name}`);
    }
  };

  const alternatives = (given: Flags, depth: number): string => {
    if (depth > MAX_DEPTH) refuse('deeply nested groups');
    let flags = given;
    let source = '';
    while (at < characters.length && !peek(')')) {
      if (take('|')) source += '|';
      else if (take('(')) {
        const inner = group(flags, depth + 1);
        if (!take(')')) refuse('a group without )');
        if (inner.flags) {
          flags = inner.flags;
          source += `(?:${alternatives(flags, depth + 1)})`;
        } else source += inner.source === '' ? '' : quantified(inner.source);
      } else source += quantified(atom(flags, depth));
    }
    return source;
  };

  const atom = (flags: Flags, depth: number): string => {
    if (take('[')) return characterClass(flags, depth);
    if (take('.')) return flags.dotAll ? '[^]' : '[^\\n]';
    // Lines, not the text: `^` also matches behind every line break that is not the last character.
    if (take('^')) return '(?<![^\\n])(?:(?<![^])|(?=[^]))';
    if (take('$')) return '(?![^\\n])';
    if (!take('\\')) return literal(characters[at++]?.codePointAt(0) ?? 0, flags);
    const anchor = ANCHORS[characters[at] ?? ''];
    if (anchor !== undefined) {
      at++;
      return anchor;
    }
    const escaped = readEscape();
    return typeof escaped === 'number' ? literal(escaped, flags) : escaped;
  };

  const source = alternatives({ ignoreCase: false, dotAll: false }, 0);
  if (at < characters.length) refuse('a ) without its group');
  return source;
}
