// jinja2's grammar of expressions, production by production; they call each other, so they share one file.
import type { Operator } from './lexer.ts';
import type { BinaryOperator } from './python-operators.ts';
import type { CallArguments, CallExpression, CompareOperator, Expression, FilterExpression } from './syntax-tree.ts';
import { TEMPLATE_CONSTANTS } from './template-constants.ts';
import type { TokenReader } from './token-reader.ts';

const COMPARISONS = new Map<string, CompareOperator>(
  (['==', '!=', '<', '<=', '>', '>='] as const).map((operator) => [operator, operator]),
);
const NO_ARGUMENTS: CallArguments = { positional: [], keywords: [], spread: undefined, keywordSpread: undefined };

interface TupleOptions {
  readonly conditions?: boolean;
  readonly extraEnd?: string;
  readonly parenthesised?: boolean;
}

/** Whether a list without brackets ends here: with the tag, a bracket, or a keyword. */
export function isTupleEnd(tokens: TokenReader, extra: string | undefined): boolean {
  const token = tokens.current();
  if (token.kind === 'variable_end' || token.kind === 'block_end' || tokens.isOperator(')')) return true;
  return extra !== undefined && tokens.isName(extra);
}

/** An expression, or a tuple of some without brackets, as jinja2's `parse_tuple`. */
export function parseTuple(tokens: TokenReader, options: TupleOptions = {}): Expression {
  const { at } = tokens.current();
  const items: Expression[] = [];
  let isTuple = false;
  while (true) {
    if (items.length > 0) tokens.expectOperator(',');
    if (isTupleEnd(tokens, options.extraEnd)) break;
    items.push(parseExpression(tokens, options.conditions ?? true));
    if (!tokens.isOperator(',')) break;
    isTuple = true;
  }
  const [only] = items;
  if (!isTuple && only !== undefined) return only;
  if (!isTuple && !options.parenthesised) tokens.fail(`Expected an expression, got '${tokens.shown()}'`);
  return { kind: 'tuple', items, at };
}

/** One expression, with `a if b else c` unless told. */
export function parseExpression(tokens: TokenReader, conditions = true): Expression {
  return tokens.nested(() => (conditions ? parseCondition(tokens) : parseOr(tokens)));
}

function parseCondition(tokens: TokenReader): Expression {
  let { at } = tokens.current();
  let expression = parseOr(tokens);
  while (tokens.skipName('if')) {
    const test = parseOr(tokens);
    const otherwise = tokens.skipName('else') ? tokens.nested(() => parseCondition(tokens)) : undefined;
    expression = { kind: 'condition', test, consequent: expression, otherwise, at };
    at = tokens.current().at;
  }
  return expression;
}

function parseOr(tokens: TokenReader): Expression {
  let left = parseAnd(tokens);
  while (tokens.skipName('or')) left = { kind: 'or', left, right: parseAnd(tokens), at: left.at };
  return left;
}

function parseAnd(tokens: TokenReader): Expression {
  let left = parseNot(tokens);
  while (tokens.skipName('and')) left = { kind: 'and', left, right: parseNot(tokens), at: left.at };
  return left;
}

function parseNot(tokens: TokenReader): Expression {
  const { at } = tokens.current();
  if (tokens.skipName('not')) return { kind: 'not', value: tokens.nested(() => parseNot(tokens)), at };
  return parseCompare(tokens);
}

function parseCompare(tokens: TokenReader): Expression {
  const first = parseSum(tokens);
  const rest: { operator: CompareOperator; value: Expression }[] = [];
  while (true) {
    const token = tokens.current();
    const operator = token.kind === 'operator' ? COMPARISONS.get(token.text) : undefined;
    if (operator !== undefined) {
      tokens.skip(1);
      rest.push({ operator, value: parseSum(tokens) });
    } else if (tokens.skipName('in')) rest.push({ operator: 'in', value: parseSum(tokens) });
    else if (tokens.isName('not') && tokens.isName('in', tokens.look())) {
      tokens.skip(2);
      rest.push({ operator: 'not in', value: parseSum(tokens) });
    } else break;
  }
  return rest.length === 0 ? first : { kind: 'compare', first, rest, at: first.at };
}

function parseLeft(
  tokens: TokenReader,
  operators: readonly BinaryOperator[],
  operand: (tokens: TokenReader) => Expression,
): Expression {
  let left = operand(tokens);
  while (true) {
    const token = tokens.current();
    const operator = operators.find((candidate) => token.kind === 'operator' && token.text === candidate);
    if (operator === undefined) return left;
    tokens.skip(1);
    left = { kind: 'binary', operator, left, right: operand(tokens), at: token.at };
  }
}

function parseSum(tokens: TokenReader): Expression {
  return parseLeft(tokens, ['+', '-'], parseConcat);
}
function parseProduct(tokens: TokenReader): Expression {
  return parseLeft(tokens, ['*', '/', '//', '%'], parsePower);
}
function parsePower(tokens: TokenReader): Expression {
  return parseLeft(tokens, ['**'], () => parseUnary(tokens, true));
}

function parseConcat(tokens: TokenReader): Expression {
  const first = parseProduct(tokens);
  if (!tokens.isOperator('~')) return first;
  const items = [first];
  while (tokens.skipOperator('~')) items.push(parseProduct(tokens));
  return { kind: 'concat', items, at: first.at };
}

function parseUnary(tokens: TokenReader, filters: boolean): Expression {
  const { at } = tokens.current();
  let node: Expression;
  if (tokens.skipOperator('-')) node = { kind: 'negative', value: tokens.nested(() => parseUnary(tokens, false)), at };
  else if (tokens.skipOperator('+'))
    node = { kind: 'positive', value: tokens.nested(() => parseUnary(tokens, false)), at };
  else node = parsePrimary(tokens);
  node = parsePostfix(tokens, node);
  return filters ? parseFilters(tokens, node) : node;
}

/** A name, a literal, or something in brackets. */
export function parsePrimary(tokens: TokenReader): Expression {
  const token = tokens.current();
  const { at } = token;
  switch (token.kind) {
    case 'name': {
      tokens.skip(1);
      const constant = TEMPLATE_CONSTANTS.get(token.text);
      return constant === undefined ? { kind: 'name', name: token.text, at } : { kind: 'const', value: constant, at };
    }
    case 'string':
      return { kind: 'const', value: parseStrings(tokens), at };
    case 'number':
      tokens.skip(1);
      return { kind: 'const', value: token.value, at };
    default:
      return parseBracketed(tokens);
  }
}

function parseStrings(tokens: TokenReader): string {
  let text = '';
  for (let token = tokens.current(); token.kind === 'string'; token = tokens.current()) {
    text += token.text;
    tokens.skip(1);
  }
  return text;
}

function parseBracketed(tokens: TokenReader): Expression {
  const { at } = tokens.current();
  if (tokens.skipOperator('(')) {
    const tuple = tokens.nested(() => parseTuple(tokens, { parenthesised: true }));
    tokens.expectOperator(')');
    return tuple;
  }
  if (tokens.skipOperator('['))
    return { kind: 'list', items: parseItems(tokens, ']', () => parseExpression(tokens)), at };
  if (tokens.skipOperator('{')) {
    const entries = parseItems(tokens, '}', () => {
      const key = parseExpression(tokens);
      tokens.expectOperator(':');
      return { key, value: parseExpression(tokens) };
    });
    return { kind: 'dict', entries, at };
  }
  return tokens.fail(`unexpected '${tokens.shown()}'`);
}

function parseItems<Item>(tokens: TokenReader, close: Operator, parse: () => Item): Item[] {
  const items: Item[] = [];
  while (!tokens.isOperator(close)) {
    if (items.length > 0) tokens.expectOperator(',');
    if (tokens.isOperator(close)) break;
    items.push(parse());
  }
  tokens.expectOperator(close);
  return items;
}

function parsePostfix(tokens: TokenReader, start: Expression): Expression {
  let node = start;
  while (true) {
    if (tokens.isOperator('.') || tokens.isOperator('[')) node = parseSubscript(tokens, node);
    else if (tokens.isOperator('(')) node = parseCall(tokens, node);
    else return node;
  }
}

function parseFilters(tokens: TokenReader, start: Expression): Expression {
  let node = start;
  while (true) {
    if (tokens.isOperator('|')) node = parseFilter(tokens, node) ?? node;
    else if (tokens.isName('is')) node = parseTest(tokens, node);
    else if (tokens.isOperator('(')) node = parseCall(tokens, node);
    else return node;
  }
}

/** What stands between the colons of a slice. */
interface Bounds {
  readonly bounds: readonly (Expression | undefined)[];
}

function parseSubscript(tokens: TokenReader, object: Expression): Expression {
  const opening = tokens.next();
  const { at } = opening;
  if (tokens.isOperator('.', opening)) {
    const token = tokens.next();
    if (token.kind === 'name') return { kind: 'attribute', object, name: token.text, at };
    if (token.kind !== 'number' || typeof token.value === 'object')
      return tokens.fail('expected name or number', token.at);
    return { kind: 'item', object, key: { kind: 'const', value: token.value, at: token.at }, at };
  }
  const parts: (Bounds | Expression)[] = [];
  while (!tokens.isOperator(']')) {
    if (parts.length > 0) tokens.expectOperator(',');
    parts.push(parseSubscribed(tokens));
  }
  tokens.expectOperator(']');
  const [only] = parts;
  if (parts.length === 1 && only !== undefined)
    return 'bounds' in only && !('kind' in only)
      ? { kind: 'slice', object, bounds: only.bounds, at }
      : { kind: 'item', object, key: asKey(tokens, only), at };
  return { kind: 'item', object, key: { kind: 'tuple', items: parts.map((part) => asKey(tokens, part)), at }, at };
}

// Slices inside a tuple of keys have no meaning for any value a template has.
function asKey(tokens: TokenReader, part: Bounds | Expression): Expression {
  return 'kind' in part ? part : tokens.fail('slices in a list of keys are not supported');
}

function parseSubscribed(tokens: TokenReader): Expression | Bounds {
  const bounds: (Expression | undefined)[] = [];
  if (!tokens.isOperator(':')) {
    const node = parseExpression(tokens);
    if (!tokens.isOperator(':')) return node;
    bounds.push(node);
  } else bounds.push(undefined);
  tokens.skip(1);
  const ends = () => tokens.isOperator(']') || tokens.isOperator(',');
  bounds.push(tokens.isOperator(':') || ends() ? undefined : parseExpression(tokens));
  bounds.push(tokens.skipOperator(':') && !ends() ? parseExpression(tokens) : undefined);
  return { bounds };
}

function parseCallArguments(tokens: TokenReader): CallArguments {
  const { at } = tokens.expectOperator('(');
  const positional: Expression[] = [];
  const keywords: { name: string; value: Expression }[] = [];
  let spread: Expression | undefined;
  let keywordSpread: Expression | undefined;
  const ensure = (holds: boolean) => {
    if (!holds) tokens.fail('invalid syntax for function call expression', at);
  };
  for (let first = true; !tokens.isOperator(')'); first = false) {
    if (!first) tokens.expectOperator(',');
    if (tokens.isOperator(')')) break;
    const token = tokens.current();
    if (tokens.skipOperator('*')) {
      ensure(spread === undefined && keywordSpread === undefined);
      spread = parseExpression(tokens);
    } else if (tokens.skipOperator('**')) {
      ensure(keywordSpread === undefined);
      keywordSpread = parseExpression(tokens);
    } else if (token.kind === 'name' && tokens.isOperator('=', tokens.look())) {
      ensure(keywordSpread === undefined);
      tokens.skip(2);
      if (keywords.some(({ name }) => name === token.text))
        tokens.raise('SyntaxError', `keyword argument repeated: ${token.text}`, token.at);
      keywords.push({ name: token.text, value: parseExpression(tokens) });
    } else {
      ensure(spread === undefined && keywordSpread === undefined && keywords.length === 0);
      positional.push(parseExpression(tokens));
    }
  }
  tokens.expectOperator(')');
  return { positional, keywords, spread, keywordSpread };
}

function parseCall(tokens: TokenReader, callee: Expression): CallExpression {
  const { at } = tokens.current();
  return { kind: 'call', callee, args: parseCallArguments(tokens), at };
}

function parseDotted(tokens: TokenReader): string {
  let { text } = tokens.expectName();
  while (tokens.skipOperator('.')) text += `.${tokens.expectName().text}`;
  return text;
}

/** A chain of filters on a value; `inline` where the first has no `|` before it. Undefined where there is none. */
export function parseFilter(
  tokens: TokenReader,
  value: Expression | undefined,
  inline = false,
): FilterExpression | undefined {
  let node: FilterExpression | undefined;
  for (let first = inline; first || tokens.isOperator('|'); first = false) {
    if (!first) tokens.skip(1);
    const { at } = tokens.current();
    const name = parseDotted(tokens);
    const args = tokens.isOperator('(') ? parseCallArguments(tokens) : NO_ARGUMENTS;
    node = { kind: 'filter', name, value: node ?? value, args, at };
  }
  return node;
}

function startsTestArgument(tokens: TokenReader): boolean {
  const token = tokens.current();
  if (token.kind === 'operator') return token.text === '[' || token.text === '{';
  if (token.kind === 'name') return !['else', 'or', 'and'].includes(token.text);
  return token.kind === 'string' || token.kind === 'number';
}

function parseTest(tokens: TokenReader, value: Expression): Expression {
  const { at } = tokens.next();
  const negated = tokens.skipName('not');
  const name = parseDotted(tokens);
  let args = NO_ARGUMENTS;
  if (tokens.isOperator('(')) args = parseCallArguments(tokens);
  else if (startsTestArgument(tokens)) {
    if (tokens.isName('is')) tokens.fail('You cannot chain multiple tests with is');
    args = { ...NO_ARGUMENTS, positional: [parsePostfix(tokens, parsePrimary(tokens))] };
  }
  const test: Expression = { kind: 'test', name, value, args, at };
  return negated ? { kind: 'not', value: test, at } : test;
}
