// jinja2's grammar of statements, tag by tag; they hold each other, so they share one file.
import { parseExpression, parseFilter, parseTuple } from './expression-parser.ts';
import { tokenize } from './lexer.ts';
import type { SourceMap } from './source-position.ts';
import type { Body, Expression, IfBranch, OutputPart, Statement, Target } from './syntax-tree.ts';
import { parseParameters, parseStoredName, parseTarget } from './target-parser.ts';
import { type TokenReader, tokenReader } from './token-reader.ts';

export interface ParsedTemplate {
  readonly body: Body;
  /** Every name in a tag, whatever it stands for. */
  readonly names: ReadonlySet<string>;
}

/** Parses a template whose newlines are normalised. Throws TemplateError (TemplateSyntaxError, TemplateAssertionError). */
export function parseTemplate(map: SourceMap): ParsedTemplate {
  const tokens = tokenize(map);
  const names = new Set(tokens.flatMap((token) => (token.kind === 'name' ? [token.text] : [])));
  const body = parseStatements({ ...tokenReader(map, tokens), tags: [], ends: [], blocks: new Set() }, []);
  return { body, names };
}

/** The tokens with what is known of the statements that are open. */
interface TemplateTokens extends TokenReader {
  /** Names of the open tags, and what may end each of them, outermost first. */
  readonly tags: string[];
  readonly ends: (readonly string[])[];
  /** Names of all blocks so far. */
  readonly blocks: Set<string>;
}

function parseStatements(tokens: TemplateTokens, until: readonly string[]): Statement[] {
  const body: Statement[] = [];
  let parts: OutputPart[] = [];
  const flush = () => {
    const [first] = parts;
    if (first !== undefined)
      body.push({ kind: 'output', parts, at: first.kind === 'data' ? first.at : first.value.at });
    parts = [];
  };
  while (true) {
    const token = tokens.current();
    if (token.kind === 'eof') break;
    tokens.skip(1);
    if (token.kind === 'data') parts.push({ kind: 'data', text: token.text, at: token.at });
    else if (token.kind === 'variable_begin') {
      parts.push({ kind: 'print', value: parseTuple(tokens) });
      tokens.expectKind('variable_end', 'end of print statement');
    } else {
      flush();
      const tag = tokens.current();
      if (tag.kind === 'name' && until.includes(tag.text)) return body;
      body.push(parseStatement(tokens));
      tokens.expectKind('block_end', 'end of statement block');
    }
  }
  flush();
  return body;
}

function parseStatement(tokens: TemplateTokens): Statement {
  const token = tokens.current();
  if (token.kind !== 'name') return tokens.fail('tag name expected');
  tokens.tags.push(token.text);
  tokens.skip(1);
  const statement = tokens.nested(() => parseTag(tokens, token.text, token.at));
  tokens.tags.pop();
  return statement ?? failTag(tokens, token.text, token.at);
}

function parseTag(tokens: TemplateTokens, name: string, at: number): Statement | undefined {
  switch (name) {
    case 'for':
      return parseFor(tokens, at);
    case 'if':
      return parseIf(tokens, at);
    case 'set':
      return parseSet(tokens, at);
    case 'print':
      return parsePrint(tokens, at);
    case 'with':
      return parseWith(tokens, at);
    case 'macro': {
      const stored = parseStoredName(tokens);
      return {
        kind: 'macro',
        name: stored.name,
        parameters: parseParameters(tokens),
        body: parseBodyPast(tokens, 'endmacro'),
        at,
      };
    }
    case 'call':
      return parseCallBlock(tokens, at);
    case 'filter': {
      const filter = parseFilter(tokens, undefined, true);
      return filter && { kind: 'filter-block', filter, body: parseBodyPast(tokens, 'endfilter'), at };
    }
    case 'generation':
      return { kind: 'generation', body: parseBodyPast(tokens, 'endgeneration'), at };
    case 'break':
    case 'continue':
      return { kind: name, at };
    case 'block':
      return parseBlock(tokens, at);
    case 'extends':
    case 'include':
    case 'import':
    case 'from':
      return parseLoad(tokens, name, at);
    case 'autoescape':
      return tokens.fail('autoescape blocks are not supported', at);
    default:
      return undefined;
  }
}

/** Parses up to one of the end tags, which becomes the current token. */
function parseBody(tokens: TemplateTokens, until: readonly string[]): Statement[] {
  tokens.skipOperator(':');
  tokens.expectKind('block_end', 'end of statement block');
  tokens.ends.push(until);
  const body = parseStatements(tokens, until);
  if (tokens.current().kind === 'eof') failTag(tokens, undefined, tokens.current().at);
  tokens.ends.pop();
  return body;
}

function parseBodyPast(tokens: TemplateTokens, end: string): Statement[] {
  const body = parseBody(tokens, [end]);
  tokens.skip(1);
  return body;
}

function parseFor(tokens: TemplateTokens, at: number): Statement {
  const target = parseTarget(tokens, { namespaces: false, extraEnd: 'in' });
  tokens.expectKeyword('in');
  const iterable = parseTuple(tokens, { conditions: false, extraEnd: 'recursive' });
  const test = tokens.skipName('if') ? parseExpression(tokens) : undefined;
  const recursive = tokens.skipName('recursive');
  const body = parseBody(tokens, ['endfor', 'else']);
  const otherwise = tokens.isName('else', tokens.next()) ? parseBodyPast(tokens, 'endfor') : [];
  return { kind: 'for', target, iterable, test, recursive, body, otherwise, at };
}

function parseIf(tokens: TemplateTokens, at: number): Statement {
  const branches: IfBranch[] = [];
  while (true) {
    const branch = { at: tokens.current().at, test: parseTuple(tokens, { conditions: false }) };
    branches.push({ ...branch, body: parseBody(tokens, ['elif', 'else', 'endif']) });
    const end = tokens.next();
    if (tokens.isName('elif', end)) continue;
    return { kind: 'if', branches, otherwise: tokens.isName('else', end) ? parseBodyPast(tokens, 'endif') : [], at };
  }
}

function parseSet(tokens: TemplateTokens, at: number): Statement {
  const target = parseTarget(tokens, { namespaces: true, extraEnd: undefined });
  if (tokens.skipOperator('=')) return { kind: 'set', target, value: parseTuple(tokens), at };
  const filter = parseFilter(tokens, undefined);
  return { kind: 'set-block', target, filter, body: parseBodyPast(tokens, 'endset'), at };
}

function parseWith(tokens: TemplateTokens, at: number): Statement {
  const targets: Target[] = [];
  const values: Expression[] = [];
  while (tokens.current().kind !== 'block_end') {
    if (targets.length > 0) tokens.expectOperator(',');
    targets.push(parseTarget(tokens, { namespaces: false, extraEnd: undefined }));
    tokens.expectOperator('=');
    values.push(parseExpression(tokens));
  }
  return { kind: 'with', targets, values, body: parseBodyPast(tokens, 'endwith'), at };
}

function parseCallBlock(tokens: TemplateTokens, at: number): Statement {
  const parameters = tokens.isOperator('(') ? parseParameters(tokens) : [];
  const call = parseExpression(tokens);
  if (call.kind !== 'call') return tokens.fail('expected call', at);
  return { kind: 'call-block', call, parameters, body: parseBodyPast(tokens, 'endcall'), at };
}

function parsePrint(tokens: TemplateTokens, at: number): Statement {
  const parts: OutputPart[] = [];
  while (tokens.current().kind !== 'block_end') {
    if (parts.length > 0) tokens.expectOperator(',');
    parts.push({ kind: 'print', value: parseExpression(tokens) });
  }
  return { kind: 'output', parts, at };
}

function parseBlock(tokens: TemplateTokens, at: number): Statement {
  const name = tokens.expectName().text;
  if (tokens.blocks.has(name)) tokens.raise('TemplateAssertionError', `block '${name}' defined twice`, at);
  tokens.blocks.add(name);
  tokens.skipName('scoped');
  const required = tokens.skipName('required');
  if (tokens.isOperator('-'))
    tokens.fail(
      'Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.',
    );
  const body = parseBodyPast(tokens, 'endblock');
  if (required) tokens.raise('TemplateRuntimeError', `Required block '${name}' not found`, at);
  tokens.skipName(name);
  return { kind: 'block', name, body, at };
}

function parseContextMode(tokens: TemplateTokens) {
  if ((tokens.isName('with') || tokens.isName('without')) && tokens.isName('context', tokens.look())) tokens.skip(2);
}

function parseLoad(tokens: TemplateTokens, tag: string, at: number): Statement {
  const template = parseExpression(tokens);
  const stores: string[] = [];
  if (tag === 'include') {
    if (tokens.isName('ignore') && tokens.isName('missing', tokens.look())) tokens.skip(2);
  } else if (tag === 'import') {
    tokens.expectKeyword('as');
    stores.push(parseStoredName(tokens).name);
  } else if (tag === 'from') {
    tokens.expectKeyword('import');
    while (true) {
      if (stores.length > 0 && !tokens.skipOperator(',')) break;
      if (tokens.current().kind === 'block_end' || tokens.isName('with') || tokens.isName('without')) break;
      const { name } = parseStoredName(tokens);
      stores.push(tokens.skipName('as') ? parseStoredName(tokens).name : name);
    }
  }
  parseContextMode(tokens);
  return { kind: 'load', template, stores, at };
}

function failTag(tokens: TemplateTokens, name: string | undefined, at: number): never {
  const expected = new Set(tokens.ends.flat());
  const innermost = tokens.ends.at(-1);
  const looking = innermost?.map((end) => `'${end}'`).join(' or ');
  const message = [name === undefined ? 'Unexpected end of template.' : `Encountered unknown tag '${name}'.`];
  if (looking !== undefined)
    message.push(
      name !== undefined && expected.has(name)
        ? `You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${looking}.`
        : `Jinja was looking for the following tags: ${looking}.`,
    );
  const tag = tokens.tags.at(-1);
  if (tag !== undefined) message.push(`The innermost block that needs to be closed is '${tag}'.`);
  return tokens.fail(message.join(' '), at);
}
