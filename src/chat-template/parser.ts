// jinja2's grammar, method by method; the productions call each other, so they share one file.
import { type Operator, type Token, tokenize } from './lexer.ts';
import type { BinaryOperator } from './python-operators.ts';
import type { SourceMap } from './source-position.ts';
import type {
  Body,
  CallArguments,
  CallExpression,
  CompareOperator,
  Expression,
  FilterExpression,
  IfBranch,
  OutputPart,
  Parameter,
  Statement,
  Target,
} from './syntax-tree.ts';

// Parsing and compiling recurse; deeper templates would exhaust JavaScript's stack. CPython's own compiler gives up near 90 parentheses.
const MAX_NESTING = 100;
const CONSTANTS = new Map<string, boolean | null>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);
const COMPARISONS = new Map<string, CompareOperator>(
  (['==', '!=', '<', '<=', '>', '>='] as const).map((operator) => [operator, operator]),
);

export interface ParsedTemplate {
  readonly body: Body;
  /** Every name in a tag, whatever it stands for. */
  readonly names: ReadonlySet<string>;
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

/** Parses a template whose newlines are normalised. Throws TemplateError (TemplateSyntaxError, TemplateAssertionError). */
export function parseTemplate(map: SourceMap): ParsedTemplate {
  const tokens = tokenize(map);
  const names = new Set(tokens.flatMap((token) => (token.kind === 'name' ? [token.text] : [])));
  const last: Token = { kind: 'eof', at: map.source.length };
  let place = 0;
  let nesting = 0;
  const current = (): Token => tokens[place] ?? last;
  const look = (): Token => tokens[place + 1] ?? last;
  const next = (): Token => tokens[place++] ?? last;
  const fail = (message: string, at = current().at): never => {
    throw map.error('TemplateSyntaxError', message, at);
  };
  const isOperator = (text: Operator, token = current()) => token.kind === 'operator' && token.text === text;
  const isName = (text: string, token = current()) => token.kind === 'name' && token.text === text;
  const skipOperator = (text: Operator): boolean => {
    const found = isOperator(text);
    if (found) place++;
    return found;
  };
  const skipName = (text: string): boolean => {
    const found = isName(text);
    if (found) place++;
    return found;
  };
  const unexpected = (wanted: string): never => {
    const token = current();
    if (token.kind === 'eof') return fail(`unexpected end of template, expected '${wanted}'.`);
    return fail(`expected token '${wanted}', got '${describe(token)}'`);
  };
  const expectOperator = (text: Operator): Token => (isOperator(text) ? next() : unexpected(text));
  const expectKind = (kind: Token['kind'], shown: string): Token =>
    current().kind === kind ? next() : unexpected(shown);
  const expectName = (): { readonly text: string; readonly at: number } => {
    const token = current();
    if (token.kind !== 'name') return unexpected('name');
    place++;
    return token;
  };
  const expectKeyword = (text: string): Token => (isName(text) ? next() : unexpected(text));
  const nested = <Result>(parse: () => Result): Result => {
    if (++nesting > MAX_NESTING) fail('the template is nested too deeply');
    const result = parse();
    nesting--;
    return result;
  };

  const isTupleEnd = (extra: string | undefined): boolean => {
    const token = current();
    if (token.kind === 'variable_end' || token.kind === 'block_end' || isOperator(')')) return true;
    return extra !== undefined && isName(extra);
  };

  interface TupleOptions {
    readonly conditions?: boolean;
    readonly extraEnd?: string;
    readonly parenthesised?: boolean;
  }

  const parseTuple = (options: TupleOptions = {}): Expression => {
    const { at } = current();
    const items: Expression[] = [];
    let isTuple = false;
    while (true) {
      if (items.length > 0) expectOperator(',');
      if (isTupleEnd(options.extraEnd)) break;
      items.push(parseExpression(options.conditions ?? true));
      if (!isOperator(',')) break;
      isTuple = true;
    }
    const [only] = items;
    if (!isTuple && only !== undefined) return only;
    if (!isTuple && !options.parenthesised) fail(`Expected an expression, got '${describe(current())}'`);
    return { kind: 'tuple', items, at };
  };

  const parseExpression = (conditions = true): Expression => nested(() => (conditions ? parseCondition() : parseOr()));

  const parseCondition = (): Expression => {
    let { at } = current();
    let expression = parseOr();
    while (skipName('if')) {
      const test = parseOr();
      const otherwise = skipName('else') ? nested(parseCondition) : undefined;
      expression = { kind: 'condition', test, consequent: expression, otherwise, at };
      at = current().at;
    }
    return expression;
  };

  const parseOr = (): Expression => {
    let left = parseAnd();
    while (skipName('or')) left = { kind: 'or', left, right: parseAnd(), at: left.at };
    return left;
  };

  const parseAnd = (): Expression => {
    let left = parseNot();
    while (skipName('and')) left = { kind: 'and', left, right: parseNot(), at: left.at };
    return left;
  };

  const parseNot = (): Expression => {
    const { at } = current();
    if (skipName('not')) return { kind: 'not', value: nested(parseNot), at };
    return parseCompare();
  };

  const parseCompare = (): Expression => {
    const first = parseSum();
    const rest: { operator: CompareOperator; value: Expression }[] = [];
    while (true) {
      const token = current();
      const operator = token.kind === 'operator' ? COMPARISONS.get(token.text) : undefined;
      if (operator !== undefined) {
        place++;
        rest.push({ operator, value: parseSum() });
      } else if (skipName('in')) rest.push({ operator: 'in', value: parseSum() });
      else if (isName('not') && isName('in', look())) {
        place += 2;
        rest.push({ operator: 'not in', value: parseSum() });
      } else break;
    }
    return rest.length === 0 ? first : { kind: 'compare', first, rest, at: first.at };
  };

  const parseLeft = (operators: readonly BinaryOperator[], operand: () => Expression): Expression => {
    let left = operand();
    while (true) {
      const token = current();
      const operator = operators.find((candidate) => token.kind === 'operator' && token.text === candidate);
      if (operator === undefined) return left;
      place++;
      left = { kind: 'binary', operator, left, right: operand(), at: token.at };
    }
  };

  const parseSum = (): Expression => parseLeft(['+', '-'], parseConcat);
  const parseProduct = (): Expression => parseLeft(['*', '/', '//', '%'], parsePower);
  const parsePower = (): Expression => parseLeft(['**'], () => parseUnary(true));

  const parseConcat = (): Expression => {
    const first = parseProduct();
    if (!isOperator('~')) return first;
    const items = [first];
    while (skipOperator('~')) items.push(parseProduct());
    return { kind: 'concat', items, at: first.at };
  };

  const parseUnary = (filters: boolean): Expression => {
    const { at } = current();
    let node: Expression;
    if (skipOperator('-')) node = { kind: 'negative', value: nested(() => parseUnary(false)), at };
    else if (skipOperator('+')) node = { kind: 'positive', value: nested(() => parseUnary(false)), at };
    else node = parsePrimary();
    node = parsePostfix(node);
    return filters ? parseFilters(node) : node;
  };

  const parsePrimary = (): Expression => {
    const token = current();
    const { at } = token;
    switch (token.kind) {
      case 'name': {
        place++;
        const constant = CONSTANTS.get(token.text);
        return constant === undefined ? { kind: 'name', name: token.text, at } : { kind: 'const', value: constant, at };
      }
      case 'string':
        return { kind: 'const', value: parseStrings(), at };
      case 'number':
        place++;
        return { kind: 'const', value: token.value, at };
      default:
        return parseBracketed();
    }
  };

  const parseStrings = (): string => {
    let text = '';
    for (let token = current(); token.kind === 'string'; token = current()) {
      text += token.text;
      place++;
    }
    return text;
  };

  const parseBracketed = (): Expression => {
    const { at } = current();
    if (skipOperator('(')) {
      const tuple = nested(() => parseTuple({ parenthesised: true }));
      expectOperator(')');
      return tuple;
    }
    if (skipOperator('[')) return { kind: 'list', items: parseItems(']', () => parseExpression()), at };
    if (skipOperator('{')) {
      const entries = parseItems('}', () => {
        const key = parseExpression();
        expectOperator(':');
        return { key, value: parseExpression() };
      });
      return { kind: 'dict', entries, at };
    }
    return fail(`unexpected '${describe(current())}'`);
  };

  const parseItems = <Item>(close: Operator, parse: () => Item): Item[] => {
    const items: Item[] = [];
    while (!isOperator(close)) {
      if (items.length > 0) expectOperator(',');
      if (isOperator(close)) break;
      items.push(parse());
    }
    expectOperator(close);
    return items;
  };

  const parsePostfix = (start: Expression): Expression => {
    let node = start;
    while (true) {
      if (isOperator('.') || isOperator('[')) node = parseSubscript(node);
      else if (isOperator('(')) node = parseCall(node);
      else return node;
    }
  };

  const parseFilters = (start: Expression): Expression => {
    let node = start;
    while (true) {
      if (isOperator('|')) node = parseFilter(node) ?? node;
      else if (isName('is')) node = parseTest(node);
      else if (isOperator('(')) node = parseCall(node);
      else return node;
    }
  };

  const parseSubscript = (object: Expression): Expression => {
    const { at } = next();
    if (isOperator('.', tokens[place - 1] ?? last)) {
      const token = next();
      if (token.kind === 'name') return { kind: 'attribute', object, name: token.text, at };
      if (token.kind !== 'number' || typeof token.value === 'object') return fail('expected name or number', token.at);
      return { kind: 'item', object, key: { kind: 'const', value: token.value, at: token.at }, at };
    }
    const parts: ({ readonly bounds: readonly (Expression | undefined)[] } | Expression)[] = [];
    while (!isOperator(']')) {
      if (parts.length > 0) expectOperator(',');
      parts.push(parseSubscribed());
    }
    expectOperator(']');
    const [only] = parts;
    if (parts.length === 1 && only !== undefined)
      return 'bounds' in only && !('kind' in only)
        ? { kind: 'slice', object, bounds: only.bounds, at }
        : { kind: 'item', object, key: asKey(only), at };
    return { kind: 'item', object, key: { kind: 'tuple', items: parts.map(asKey), at }, at };
  };

  // Slices inside a tuple of keys have no meaning for any value a template has.
  const asKey = (part: { readonly bounds: readonly (Expression | undefined)[] } | Expression): Expression =>
    'kind' in part ? part : fail('slices in a list of keys are not supported');

  const parseSubscribed = (): Expression | { readonly bounds: readonly (Expression | undefined)[] } => {
    const bounds: (Expression | undefined)[] = [];
    if (!isOperator(':')) {
      const node = parseExpression();
      if (!isOperator(':')) return node;
      bounds.push(node);
    } else bounds.push(undefined);
    place++;
    const ends = () => isOperator(']') || isOperator(',');
    bounds.push(isOperator(':') || ends() ? undefined : parseExpression());
    bounds.push(skipOperator(':') && !ends() ? parseExpression() : undefined);
    return { bounds };
  };

  const parseCallArguments = (): CallArguments => {
    const { at } = expectOperator('(');
    const positional: Expression[] = [];
    const keywords: { name: string; value: Expression }[] = [];
    let spread: Expression | undefined;
    let keywordSpread: Expression | undefined;
    const ensure = (holds: boolean) => {
      if (!holds) fail('invalid syntax for function call expression', at);
    };
    for (let first = true; !isOperator(')'); first = false) {
      if (!first) expectOperator(',');
      if (isOperator(')')) break;
      const token = current();
      if (skipOperator('*')) {
        ensure(spread === undefined && keywordSpread === undefined);
        spread = parseExpression();
      } else if (skipOperator('**')) {
        ensure(keywordSpread === undefined);
        keywordSpread = parseExpression();
      } else if (token.kind === 'name' && isOperator('=', look())) {
        ensure(keywordSpread === undefined);
        place += 2;
        if (keywords.some(({ name }) => name === token.text))
          throw map.error('SyntaxError', `keyword argument repeated: ${token.text}`, token.at);
        keywords.push({ name: token.text, value: parseExpression() });
      } else {
        ensure(spread === undefined && keywordSpread === undefined && keywords.length === 0);
        positional.push(parseExpression());
      }
    }
    expectOperator(')');
    return { positional, keywords, spread, keywordSpread };
  };

  const NO_ARGUMENTS: CallArguments = { positional: [], keywords: [], spread: undefined, keywordSpread: undefined };
  const parseCall = (callee: Expression): CallExpression => {
    const { at } = current();
    return { kind: 'call', callee, args: parseCallArguments(), at };
  };

  const parseDotted = (): string => {
    let { text } = expectName();
    while (skipOperator('.')) text += `.${expectName().text}`;
    return text;
  };

  const parseFilter = (value: Expression | undefined, inline = false): FilterExpression | undefined => {
    let node: FilterExpression | undefined;
    for (let first = inline; first || isOperator('|'); first = false) {
      if (!first) place++;
      const { at } = current();
      const name = parseDotted();
      const args = isOperator('(') ? parseCallArguments() : NO_ARGUMENTS;
      node = { kind: 'filter', name, value: node ?? value, args, at };
    }
    return node;
  };

  const startsTestArgument = (): boolean => {
    const token = current();
    if (token.kind === 'operator') return token.text === '[' || token.text === '{';
    if (token.kind === 'name') return !['else', 'or', 'and'].includes(token.text);
    return token.kind === 'string' || token.kind === 'number';
  };

  const parseTest = (value: Expression): Expression => {
    const { at } = next();
    const negated = skipName('not');
    const name = parseDotted();
    let args = NO_ARGUMENTS;
    if (isOperator('(')) args = parseCallArguments();
    else if (startsTestArgument()) {
      if (isName('is')) fail('You cannot chain multiple tests with is');
      args = { ...NO_ARGUMENTS, positional: [parsePostfix(parsePrimary())] };
    }
    const test: Expression = { kind: 'test', name, value, args, at };
    return negated ? { kind: 'not', value: test, at } : test;
  };

  const storable = (name: string, at: number): string =>
    CONSTANTS.has(name) ? fail("can't assign to 'const'", at) : name;

  const parseTargetPart = (namespaces: boolean): Target => {
    const { at } = current();
    if (skipOperator('(')) {
      const target = isOperator(')')
        ? ({ kind: 'unpack', targets: [], at } as const)
        : parseTarget({ namespaces, extraEnd: undefined });
      expectOperator(')');
      return target;
    }
    const token = current();
    if (token.kind !== 'name') {
      const expression = parsePrimary();
      return fail(`can't assign to '${expression.kind}'`, at);
    }
    place++;
    if (!CONSTANTS.has(token.text) && namespaces && skipOperator('.'))
      return { kind: 'namespace', name: token.text, attribute: expectName().text, at };
    return { kind: 'store', name: storable(token.text, at), at };
  };

  const parseTarget = (options: { readonly namespaces: boolean; readonly extraEnd: string | undefined }): Target => {
    const { at } = current();
    const targets: Target[] = [];
    let isTuple = false;
    while (true) {
      if (targets.length > 0) expectOperator(',');
      if (isTupleEnd(options.extraEnd)) break;
      targets.push(parseTargetPart(options.namespaces));
      if (!isOperator(',')) break;
      isTuple = true;
    }
    const [only] = targets;
    if (!isTuple && only !== undefined) return only;
    if (!isTuple) fail(`Expected an expression, got '${describe(current())}'`);
    return { kind: 'unpack', targets, at };
  };

  const parseStoredName = (): { readonly name: string; readonly at: number } => {
    const token = expectName();
    return { name: storable(token.text, token.at), at: token.at };
  };

  const tags: string[] = [];
  const ends: (readonly string[])[] = [];

  const failTag = (name: string | undefined, at: number): never => {
    const expected = new Set(ends.flat());
    const innermost = ends.at(-1);
    const looking = innermost?.map((end) => `'${end}'`).join(' or ');
    const message = [name === undefined ? 'Unexpected end of template.' : `Encountered unknown tag '${name}'.`];
    if (looking !== undefined)
      message.push(
        name !== undefined && expected.has(name)
          ? `You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${looking}.`
          : `Jinja was looking for the following tags: ${looking}.`,
      );
    const tag = tags.at(-1);
    if (tag !== undefined) message.push(`The innermost block that needs to be closed is '${tag}'.`);
    return fail(message.join(' '), at);
  };

  /** Parses up to one of the end tags, which becomes the current token. */
  const parseBody = (until: readonly string[]): Statement[] => {
    skipOperator(':');
    expectKind('block_end', 'end of statement block');
    ends.push(until);
    const body = parseStatements(until);
    if (current().kind === 'eof') failTag(undefined, current().at);
    ends.pop();
    return body;
  };

  const parseBodyPast = (end: string): Statement[] => {
    const body = parseBody([end]);
    place++;
    return body;
  };

  const parseFor = (at: number): Statement => {
    const target = parseTarget({ namespaces: false, extraEnd: 'in' });
    expectKeyword('in');
    const iterable = parseTuple({ conditions: false, extraEnd: 'recursive' });
    const test = skipName('if') ? parseExpression() : undefined;
    const recursive = skipName('recursive');
    const body = parseBody(['endfor', 'else']);
    const otherwise = isName('else', next()) ? parseBodyPast('endfor') : [];
    return { kind: 'for', target, iterable, test, recursive, body, otherwise, at };
  };

  const parseIf = (at: number): Statement => {
    const branches: IfBranch[] = [];
    while (true) {
      const branch = { at: current().at, test: parseTuple({ conditions: false }) };
      branches.push({ ...branch, body: parseBody(['elif', 'else', 'endif']) });
      const end = next();
      if (isName('elif', end)) continue;
      return { kind: 'if', branches, otherwise: isName('else', end) ? parseBodyPast('endif') : [], at };
    }
  };

  const parseSet = (at: number): Statement => {
    const target = parseTarget({ namespaces: true, extraEnd: undefined });
    if (skipOperator('=')) return { kind: 'set', target, value: parseTuple(), at };
    const filter = parseFilter(undefined);
    return { kind: 'set-block', target, filter, body: parseBodyPast('endset'), at };
  };

  const parseWith = (at: number): Statement => {
    const targets: Target[] = [];
    const values: Expression[] = [];
    while (current().kind !== 'block_end') {
      if (targets.length > 0) expectOperator(',');
      targets.push(parseTarget({ namespaces: false, extraEnd: undefined }));
      expectOperator('=');
      values.push(parseExpression());
    }
    return { kind: 'with', targets, values, body: parseBodyPast('endwith'), at };
  };

  const parseParameters = (): Parameter[] => {
    const parameters: Parameter[] = [];
    expectOperator('(');
    while (!isOperator(')')) {
      if (parameters.length > 0) expectOperator(',');
      const stored = parseStoredName();
      const fallback = skipOperator('=') ? parseExpression() : undefined;
      if (fallback === undefined && parameters.some((parameter) => parameter.fallback !== undefined))
        fail('non-default argument follows default argument');
      if (parameters.some(({ name }) => name === stored.name))
        throw map.error('SyntaxError', `duplicate argument '${stored.name}' in function definition`, stored.at);
      parameters.push({ ...stored, fallback });
    }
    expectOperator(')');
    return parameters;
  };

  const parseCallBlock = (at: number): Statement => {
    const parameters = isOperator('(') ? parseParameters() : [];
    const call = parseExpression();
    if (call.kind !== 'call') return fail('expected call', at);
    return { kind: 'call-block', call, parameters, body: parseBodyPast('endcall'), at };
  };

  const parsePrint = (at: number): Statement => {
    const parts: OutputPart[] = [];
    while (current().kind !== 'block_end') {
      if (parts.length > 0) expectOperator(',');
      parts.push({ kind: 'print', value: parseExpression() });
    }
    return { kind: 'output', parts, at };
  };

  const blocks = new Set<string>();
  const parseBlock = (at: number): Statement => {
    const name = expectName().text;
    if (blocks.has(name)) fail(`block '${name}' defined twice`, at);
    blocks.add(name);
    skipName('scoped');
    const required = skipName('required');
    if (isOperator('-'))
      fail(
        'Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.',
      );
    const body = parseBodyPast('endblock');
    if (required) throw map.error('TemplateRuntimeError', `Required block '${name}' not found`, at);
    skipName(name);
    return { kind: 'block', name, body, at };
  };

  const parseContextMode = () => {
    if ((isName('with') || isName('without')) && isName('context', look())) place += 2;
  };

  const parseLoad = (tag: string, at: number): Statement => {
    const template = parseExpression();
    const stores: string[] = [];
    if (tag === 'include') {
      if (isName('ignore') && isName('missing', look())) place += 2;
    } else if (tag === 'import') {
      expectKeyword('as');
      stores.push(parseStoredName().name);
    } else if (tag === 'from') {
      expectKeyword('import');
      while (true) {
        if (stores.length > 0 && !skipOperator(',')) break;
        if (current().kind === 'block_end' || isName('with') || isName('without')) break;
        const { name } = parseStoredName();
        stores.push(skipName('as') ? parseStoredName().name : name);
      }
    }
    parseContextMode();
    return { kind: 'load', template, stores, at };
  };

  const parseTag = (name: string, at: number): Statement | undefined => {
    switch (name) {
      case 'for':
        return parseFor(at);
      case 'if':
        return parseIf(at);
      case 'set':
        return parseSet(at);
      case 'print':
        return parsePrint(at);
      case 'with':
        return parseWith(at);
      case 'macro': {
        const stored = parseStoredName();
        return { kind: 'macro', name: stored.name, parameters: parseParameters(), body: parseBodyPast('endmacro'), at };
      }
      case 'call':
        return parseCallBlock(at);
      case 'filter': {
        const filter = parseFilter(undefined, true);
        return filter && { kind: 'filter-block', filter, body: parseBodyPast('endfilter'), at };
      }
      case 'generation':
        return { kind: 'generation', body: parseBodyPast('endgeneration'), at };
      case 'break':
      case 'continue':
        return { kind: name, at };
      case 'block':
        return parseBlock(at);
      case 'extends':
      case 'include':
      case 'import':
      case 'from':
        return parseLoad(name, at);
      case 'autoescape':
        return fail('autoescape blocks are not supported', at);
      default:
        return undefined;
    }
  };

  const parseStatement = (): Statement => {
    const token = current();
    if (token.kind !== 'name') return fail('tag name expected');
    tags.push(token.text);
    place++;
    const statement = nested(() => parseTag(token.text, token.at));
    tags.pop();
    return statement ?? failTag(token.text, token.at);
  };

  const parseStatements = (until: readonly string[]): Statement[] => {
    const body: Statement[] = [];
    let parts: OutputPart[] = [];
    const flush = () => {
      const [first] = parts;
      if (first !== undefined)
        body.push({ kind: 'output', parts, at: first.kind === 'data' ? first.at : first.value.at });
      parts = [];
    };
    while (true) {
      const token = current();
      if (token.kind === 'eof') break;
      place++;
      if (token.kind === 'data') parts.push({ kind: 'data', text: token.text, at: token.at });
      else if (token.kind === 'variable_begin') {
        parts.push({ kind: 'print', value: parseTuple() });
        expectKind('variable_end', 'end of print statement');
      } else {
        flush();
        const tag = current();
        if (tag.kind === 'name' && until.includes(tag.text)) return body;
        body.push(parseStatement());
        expectKind('block_end', 'end of statement block');
      }
    }
    flush();
    return body;
  };

  return { body: parseStatements([]), names };
}
