import type { Body, CallArguments, Expression, Statement } from './syntax-tree.ts';

function argumentsOf({ positional, keywords, spread, keywordSpread }: CallArguments): (Expression | undefined)[] {
  return [...positional, ...keywords.map(({ value }) => value), spread, keywordSpread];
}

/** The expressions directly inside one, in the order jinja2 visits them. */
export function childrenOf(node: Expression): readonly (Expression | undefined)[] {
  switch (node.kind) {
    case 'name':
    case 'const':
      return [];
    case 'tuple':
    case 'list':
    case 'concat':
      return node.items;
    case 'dict':
      return node.entries.flatMap(({ key, value }) => [key, value]);
    case 'attribute':
      return [node.object];
    case 'item':
      return [node.object, node.key];
    case 'slice':
      return [node.object, ...node.bounds];
    case 'call':
      return [node.callee, ...argumentsOf(node.args)];
    case 'filter':
    case 'test':
      return [node.value, ...argumentsOf(node.args)];
    case 'condition':
      return [node.test, node.consequent, node.otherwise];
    case 'and':
    case 'or':
    case 'binary':
      return [node.left, node.right];
    case 'not':
    case 'negative':
    case 'positive':
      return [node.value];
    case 'compare':
      return [node.first, ...node.rest.map(({ value }) => value)];
  }
}

/** Calls `visit` for every expression in the body and every body nested in it. */
export function walkBody(
  body: Body,
  visit: { readonly expression: (node: Expression) => void; readonly statement?: (node: Statement) => void },
): void {
  const expression = (node: Expression | undefined): void => {
    if (node === undefined) return;
    visit.expression(node);
    for (const child of childrenOf(node)) expression(child);
  };
  const statement = (node: Statement): void => {
    visit.statement?.(node);
    for (const part of expressionsOf(node)) expression(part);
    for (const part of bodiesOf(node)) for (const inner of part) statement(inner);
  };
  for (const node of body) statement(node);
}

function expressionsOf(node: Statement): readonly (Expression | undefined)[] {
  switch (node.kind) {
    case 'output':
      return node.parts.map((part) => (part.kind === 'print' ? part.value : undefined));
    case 'if':
      return node.branches.map(({ test }) => test);
    case 'for':
      return [node.iterable, node.test];
    case 'macro':
      return node.parameters.map(({ fallback }) => fallback);
    case 'call-block':
      return [node.call, ...node.parameters.map(({ fallback }) => fallback)];
    case 'set':
      return [node.value];
    case 'set-block':
    case 'filter-block':
      return [node.filter];
    case 'with':
      return node.values;
    case 'load':
      return [node.template];
    default:
      return [];
  }
}

function bodiesOf(node: Statement): readonly Body[] {
  switch (node.kind) {
    case 'if':
      return [...node.branches.map(({ body }) => body), node.otherwise];
    case 'for':
      return [node.body, node.otherwise];
    case 'macro':
    case 'call-block':
    case 'set-block':
    case 'filter-block':
    case 'with':
    case 'generation':
    case 'block':
      return [node.body];
    default:
      return [];
  }
}

/** Whether the body reads the name anywhere, nested blocks included. */
export function readsName(body: Body, name: string): boolean {
  let found = false;
  walkBody(body, {
    expression: (node) => {
      found ||= node.kind === 'name' && node.name === name;
    },
  });
  return found;
}
