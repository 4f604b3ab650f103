// jinja2's lexer with trim_blocks and lstrip_blocks. Longer than most files: the states hand over to each other.

import { normalInt } from './python-primitives.ts';
import { spaceEnd, trimmedEnd } from './python-strip.ts';
import { PyFloat, type Value } from './python-values.ts';
import type { SourceMap } from './source-position.ts';
import { unescapeString } from './unescape-string.ts';

export type Operator =
  | '+'
  | '-'
  | '/'
  | '//'
  | '*'
  | '%'
  | '**'
  | '~'
  | '['
  | ']'
  | '('
  | ')'
  | '{'
  | '}'
  | '=='
  | '!='
  | '>'
  | '>='
  | '<'
  | '<='
  | '='
  | '.'
  | ':'
  | '|'
  | ','
  | ';';

export type Token = { readonly at: number } & (
  | { readonly kind: 'data'; readonly text: string }
  | { readonly kind: 'block_begin' | 'block_end' | 'variable_begin' | 'variable_end' | 'eof' }
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly value: Value; readonly text: string }
  | { readonly kind: 'operator'; readonly text: Operator }
);

const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const RAW = new RegExp(`\\{%([-+]?)${SPACE}*raw${SPACE}*(-?)%\\}`, 'y');
const END_RAW = new RegExp(`\\{%([-+]?)${SPACE}*endraw${SPACE}*([-+]?)%\\}`, 'g');
const OPENING = /\{[%#{]/g;
const FLOAT = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?[eE][+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/y;
const INTEGER = /0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\da-fA-F])+|[1-9](?:_?\d)*|0(?:_?0)*/y;
const NAME = /[\p{ID_Continue}\p{N}_]+/uy;
const IDENTIFIER = /^[\p{ID_Start}_]\p{ID_Continue}*$/u;
const STRING = /'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
const OPERATOR = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y;
const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

function isOperator(_text: string): _text is Operator {
  return true;
}

/** Splits the source into jinja2's tokens; comments are dropped. Throws TemplateError (TemplateSyntaxError) with its position. */
export function tokenize(map: SourceMap): Token[] {
  const { source } = map;
  const tokens: Token[] = [];
  let at = 0;
  // Whether the last match ended a line, which is where lstrip_blocks may strip.
  let lineStarting = true;
  const failAt = (message: string, offset: number): never => {
    throw map.error('TemplateSyntaxError', message, offset);
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };

  /** Data up to `end`, stripped as the sign of the tag behind it asks. */
  const addData = (end: number, sign: string, isVariable: boolean) => {
    let text = source.slice(at, end);
    if (sign === '-') text = text.slice(0, trimmedEnd(text));
    else if (sign !== '+' && !isVariable) {
      const line = text.lastIndexOf('\n') + 1;
      if ((line > 0 || lineStarting) && line < text.length && spaceEnd(text, line) === text.length)
        text = text.slice(0, line);
    }
    if (text !== '') tokens.push({ kind: 'data', text, at });
  };

  const moveTo = (end: number) => {
    at = end;
    lineStarting = source[at - 1] === '\n';
  };

  const readComment = (start: number) => {
    const end = source.indexOf('#}', at);
    if (end === -1) failAt('Missing end of comment tag', start);
    // A sign before the end belongs to the tag unless the comment is nothing else.
    const sign = end - 1 >= at ? source.charAt(end - 1) : '';
    let next = end + 2;
    if (sign === '-') next = spaceEnd(source, next);
    else if (sign !== '+' && source[next] === '\n') next++;
    moveTo(next);
  };

  const readRaw = (start: number) => {
    END_RAW.lastIndex = at;
    const found = END_RAW.exec(source);
    // jinja2 does not notice a raw block that begins where the source ends.
    if (found === null) return at === source.length ? undefined : failAt('Missing end of raw directive', start);
    addData(found.index, found[1] ?? '', false);
    let next = found.index + found[0].length;
    if (found[2] === '-') next = spaceEnd(source, next);
    else if (found[2] !== '+' && source[next] === '\n') next++;
    moveTo(next);
  };

  /** End of the tag's closing delimiter, -1 when there is none here. */
  const closing = (isBlock: boolean): number => {
    const close = isBlock ? '%}' : '}}';
    const sign = source.charAt(at);
    if (sign === '-' && source.startsWith(close, at + 1)) return spaceEnd(source, at + 3);
    if (isBlock && sign === '+' && source.startsWith(close, at + 1)) return at + 3;
    if (!source.startsWith(close, at)) return -1;
    return isBlock && source[at + 2] === '\n' ? at + 3 : at + 2;
  };

  const readNumber = (): boolean => {
    const float = source[at - 1] === '.' ? undefined : match(FLOAT);
    const text = float ?? match(INTEGER);
    if (text === undefined) return false;
    const digits = text.replaceAll('_', '');
    const value = float === undefined ? normalInt(BigInt(digits)) : new PyFloat(Number(digits));
    tokens.push({ kind: 'number', value, text, at });
    moveTo(at + text.length);
    return true;
  };

  const readString = (): boolean => {
    const text = match(STRING);
    if (text === undefined) return false;
    const value = unescapeString(text.slice(1, -1));
    if (value === undefined) return failAt('the string has an invalid escape', at);
    tokens.push({ kind: 'string', text: value, at });
    moveTo(at + text.length);
    return true;
  };

  const readOperator = (open: string[]): boolean => {
    const text = match(OPERATOR);
    if (text === undefined || !isOperator(text)) return false;
    const close = CLOSES[text];
    if (close !== undefined) open.push(close);
    else if (text === ')' || text === ']' || text === '}') {
      const expected = open.pop();
      if (expected === undefined) failAt(`unexpected '${text}'`, at);
      if (expected !== text) failAt(`unexpected '${text}', expected '${expected}'`, at);
    }
    tokens.push({ kind: 'operator', text, at });
    moveTo(at + text.length);
    return true;
  };

  const readToken = (open: string[]): boolean => {
    const space = spaceEnd(source, at);
    if (space > at) {
      moveTo(space);
      return true;
    }
    if (readNumber()) return true;
    const name = match(NAME);
    if (name === undefined) return readString() || readOperator(open);
    if (!IDENTIFIER.test(name)) failAt('Invalid character in identifier', at);
    tokens.push({ kind: 'name', text: name, at });
    moveTo(at + name.length);
    return true;
  };

  const readTag = (isBlock: boolean) => {
    const open: string[] = [];
    while (at < source.length) {
      const end = open.length === 0 ? closing(isBlock) : -1;
      if (end !== -1) {
        tokens.push({ kind: isBlock ? 'block_end' : 'variable_end', at });
        moveTo(end);
        return;
      }
      if (!readToken(open)) failAt(`unexpected char ${JSON.stringify(source.charAt(at))} at ${at}`, at);
    }
  };

  while (at < source.length) {
    OPENING.lastIndex = at;
    const found = OPENING.exec(source);
    if (found === null) {
      tokens.push({ kind: 'data', text: source.slice(at), at });
      break;
    }
    const start = found.index;
    RAW.lastIndex = start;
    const raw = RAW.exec(source);
    const sign = raw === null ? source.charAt(start + 2) : (raw[1] ?? '');
    const kind = found[0];
    addData(start, sign, kind === '{{');
    if (raw !== null) {
      const end = start + raw[0].length;
      moveTo(raw[2] === '-' ? spaceEnd(source, end) : end);
      readRaw(start);
      continue;
    }
    moveTo(start + (sign === '-' || sign === '+' ? 3 : 2));
    if (kind === '{#') readComment(start);
    else {
      tokens.push({ kind: kind === '{%' ? 'block_begin' : 'variable_begin', at: start });
      readTag(kind === '{%');
    }
  }
  tokens.push({ kind: 'eof', at: source.length });
  return tokens;
}
