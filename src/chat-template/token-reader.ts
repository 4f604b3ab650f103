import type { Operator, Token } from './lexer.ts';
import type { SourceMap } from './source-position.ts';
import type { PythonErrorType } from './template-error.ts';

// Parsing and compiling recurse; deeper templates would exhaust JavaScript's stack. CPython's own compiler gives up near 90 parentheses.
const MAX_NESTING = 100;

export interface StoredToken {
  readonly text: string;
  readonly at: number;
}

/** A place in the tokens of a template. What expects something throws TemplateError (TemplateSyntaxError) where it does not stand. */
export interface TokenReader {
  current(): Token;
  /** The token behind the current one. */
  look(): Token;
  /** Moves on; returns the token that was current. */
  next(): Token;
  /** Moves on by so many tokens. */
  skip(count: number): void;
  isOperator(text: Operator, token?: Token): boolean;
  isName(text: string, token?: Token): boolean;
  /** Moves on if the current token is the operator or the name; says whether it was. */
  skipOperator(text: Operator): boolean;
  skipName(text: string): boolean;
  expectOperator(text: Operator): Token;
  expectKind(kind: Token['kind'], shown: string): Token;
  expectName(): StoredToken;
  expectKeyword(text: string): Token;
  /** Parses one level deeper; refuses to nest without end. */
  nested<Result>(parse: () => Result): Result;
  /** Raises a syntax error of jinja2, at the current token unless told. */
  fail(message: string, at?: number): never;
  /** Raises another exception. */
  raise(type: PythonErrorType, message: string, at: number): never;
  /** The current token as jinja2's messages name it. */
  shown(): string;
}

/** Reads the tokens of a source from the first on; behind the last one there is only the end. */
export function tokenReader(map: SourceMap, tokens: readonly Token[]): TokenReader {
  const last: Token = { kind: 'eof', at: map.source.length };
  let place = 0;
  let nesting = 0;
  const current = (): Token => tokens[place] ?? last;
  const next = (): Token => tokens[place++] ?? last;
  const raise = (type: PythonErrorType, message: string, at: number): never => {
    throw map.error(type, message, at);
  };
  const fail = (message: string, at = current().at): never => raise('TemplateSyntaxError', message, at);
  const isOperator = (text: Operator, token = current()) => token.kind === 'operator' && token.text === text;
  const isName = (text: string, token = current()) => token.kind === 'name' && token.text === text;
  const skipIf = (found: boolean): boolean => {
    if (found) place++;
    return found;
  };
  const unexpected = (wanted: string): never => {
    const token = current();
    if (token.kind === 'eof') return fail(`unexpected end of template, expected '${wanted}'.`);
    return fail(`expected token '${wanted}', got '${describe(token)}'`);
  };
  return {
    current,
    look: () => tokens[place + 1] ?? last,
    next,
    skip: (count) => {
      place += count;
    },
    isOperator,
    isName,
    skipOperator: (text) => skipIf(isOperator(text)),
    skipName: (text) => skipIf(isName(text)),
    expectOperator: (text) => (isOperator(text) ? next() : unexpected(text)),
    expectKind: (kind, shown) => (current().kind === kind ? next() : unexpected(shown)),
    expectName: () => {
      const token = current();
      if (token.kind !== 'name') return unexpected('name');
      place++;
      return token;
    },
    expectKeyword: (text) => (isName(text) ? next() : unexpected(text)),
    nested: (parse) => {
      if (++nesting > MAX_NESTING) fail('the template is nested too deeply');
      const result = parse();
      nesting--;
      return result;
    },
    fail,
    raise,
    shown: () => describe(current()),
  };
}

function describe(token: Token): string {
  switch (token.kind) {
    case 'name':
    case 'operator':
      return token.text;
    case 'number':
      return /[.eE]/.test(token.text) && !/^0x/i.test(token.text) ? 'float' : 'integer';
    case 'eof':
      return 'end of template';
    case 'block_begin':
      return 'begin of statement block';
    case 'block_end':
      return 'end of statement block';
    case 'variable_begin':
      return 'begin of print statement';
    case 'variable_end':
      return 'end of print statement';
    case 'data':
      return 'template data / text';
    case 'string':
      return 'string';
  }
}
