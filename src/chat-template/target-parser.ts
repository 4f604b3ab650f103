import { isTupleEnd, parseExpression, parsePrimary } from './expression-parser.ts';
import type { Parameter, Target } from './syntax-tree.ts';
import { TEMPLATE_CONSTANTS } from './template-constants.ts';
import type { TokenReader } from './token-reader.ts';

interface TargetOptions {
  readonly namespaces: boolean;
  /** A keyword that ends the list, as `in` does in a loop. */
  readonly extraEnd: string | undefined;
}

interface StoredName {
  readonly name: string;
  readonly at: number;
}

function storable(tokens: TokenReader, name: string, at: number): string {
  return TEMPLATE_CONSTANTS.has(name) ? tokens.fail("can't assign to 'const'", at) : name;
}

function parseTargetPart(tokens: TokenReader, namespaces: boolean): Target {
  const { at } = tokens.current();
  if (tokens.skipOperator('(')) {
    const target = tokens.isOperator(')')
      ? ({ kind: 'unpack', targets: [], at } as const)
      : parseTarget(tokens, { namespaces, extraEnd: undefined });
    tokens.expectOperator(')');
    return target;
  }
  const token = tokens.current();
  if (token.kind !== 'name') {
    const expression = parsePrimary(tokens);
    return tokens.fail(`can't assign to '${expression.kind}'`, at);
  }
  tokens.skip(1);
  if (!TEMPLATE_CONSTANTS.has(token.text) && namespaces && tokens.skipOperator('.'))
    return { kind: 'namespace', name: token.text, attribute: tokens.expectName().text, at };
  return { kind: 'store', name: storable(tokens, token.text, at), at };
}

/** What a statement assigns to. Namespaces' attributes only where jinja2 allows them. */
export function parseTarget(tokens: TokenReader, options: TargetOptions): Target {
  const { at } = tokens.current();
  const targets: Target[] = [];
  let isTuple = false;
  while (true) {
    if (targets.length > 0) tokens.expectOperator(',');
    if (isTupleEnd(tokens, options.extraEnd)) break;
    targets.push(parseTargetPart(tokens, options.namespaces));
    if (!tokens.isOperator(',')) break;
    isTuple = true;
  }
  const [only] = targets;
  if (!isTuple && only !== undefined) return only;
  if (!isTuple) tokens.fail(`Expected an expression, got '${tokens.shown()}'`);
  return { kind: 'unpack', targets, at };
}

/** A single name that is assigned to. */
export function parseStoredName(tokens: TokenReader): StoredName {
  const token = tokens.expectName();
  return { name: storable(tokens, token.text, token.at), at: token.at };
}

/** The parameters of a macro or call block. */
export function parseParameters(tokens: TokenReader): Parameter[] {
  const parameters: Parameter[] = [];
  tokens.expectOperator('(');
  while (!tokens.isOperator(')')) {
    if (parameters.length > 0) tokens.expectOperator(',');
    const stored = parseStoredName(tokens);
    const fallback = tokens.skipOperator('=') ? parseExpression(tokens) : undefined;
    if (fallback === undefined && parameters.some((parameter) => parameter.fallback !== undefined))
      tokens.fail('non-default argument follows default argument');
    if (parameters.some(({ name }) => name === stored.name))
      tokens.raise('SyntaxError', `duplicate argument '${stored.name}' in function definition`, stored.at);
    parameters.push({ ...stored, fallback });
  }
  tokens.expectOperator(')');
  return parameters;
}
