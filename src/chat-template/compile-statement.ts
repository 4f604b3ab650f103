import { type CompileContext, enterScope } from './compile-context.ts';
import { compileExpression, compileFilter, compileTruth } from './compile-expression.ts';
import { compileFor } from './compile-loop.ts';
import { compileCallBlock, compileGeneration, compileMacroStatement } from './compile-macro.ts';
import { capture, compileOutput, emit } from './compile-output.ts';
import { compileTarget, namespacesOf } from './compile-target.ts';
import { mentionsPrompt } from './generation-prompt.ts';
import { innerContext } from './inner-context.ts';
import { fail } from './python-fail.ts';
import { Namespace, type Value } from './python-values.ts';
import type { Frame } from './render-frame.ts';
import type { Run } from './run-statement.ts';
import { Scope, visitBody, visitExpression, visitTarget } from './scope.ts';
import type { Body, Statement } from './syntax-tree.ts';

/** A list of statements. */
export function compileBody(context: CompileContext, body: Body): Run {
  const runs = body.map((statement) => compileStatement(context, statement));
  const [only] = runs;
  if (only !== undefined && runs.length === 1) return only;
  return (frame) => {
    for (let index = 0; index < runs.length; index++) {
      const signal = runs[index]?.(frame) ?? 'next';
      if (signal !== 'next') return signal;
    }
    return 'next';
  };
}

function compileStatement(context: CompileContext, node: Statement): Run {
  switch (node.kind) {
    case 'output':
      return compileOutput(context, node.parts);
    case 'if':
      return compileIf(context, node);
    case 'for':
      return compileFor(context, node, compileBody);
    case 'set':
      return compileSet(context, node);
    case 'set-block':
      return compileHeld(context, node, compileTarget(context, node.target));
    case 'filter-block':
      return compileHeld(context, node, (frame, value) => emit(context, frame, value));
    case 'with':
      return compileWith(context, node);
    case 'block':
      return compileBlock(context, node);
    case 'call-block':
      return compileCallBlock(context, node, compileBody);
    case 'generation':
      return compileGeneration(context, node, compileBody);
    case 'load':
      return compileLoad(context, node);
    case 'macro':
      return compileMacroStatement(context, node, compileBody);
    case 'break':
    case 'continue':
      return compileJump(context, node);
  }
}

function compileIf(context: CompileContext, node: Extract<Statement, { kind: 'if' }>): Run {
  const soft = { ...context, soft: true };
  let prompt = context.prompt;
  const branches = node.branches.map(({ test, body }) => {
    const asks = mentionsPrompt(test);
    const branch = {
      test: compileTruth(soft, test),
      run: compileBody({ ...soft, prompt: prompt || asks === 'then' }, body),
    };
    prompt ||= asks === 'otherwise';
    return branch;
  });
  const otherwise = compileBody({ ...soft, prompt }, node.otherwise);
  const [only] = branches;
  if (only !== undefined && branches.length === 1)
    return (frame) => (only.test(frame) ? only.run(frame) : otherwise(frame));
  return (frame) => {
    for (const branch of branches) if (branch.test(frame)) return branch.run(frame);
    return otherwise(frame);
  };
}

function compileSet(context: CompileContext, node: Extract<Statement, { kind: 'set' }>): Run {
  const value = compileExpression(context, node.value);
  const assign = compileTarget(context, node.target);
  // jinja2 looks at the namespaces before it evaluates the value.
  const spaces = namespacesOf(node.target).map((name) =>
    compileExpression(context, { kind: 'name', name, at: node.at }),
  );
  return (frame) => {
    frame.state.at = node.at;
    for (const space of spaces)
      if (!(space(frame) instanceof Namespace))
        fail('TemplateRuntimeError', 'cannot assign attribute on non-namespace object');
    assign(frame, value(frame));
    return 'next';
  };
}

/**
 * A body whose output is held back, filtered and handed on. jinja2 looks for the names that a `filter` block's filter uses, not a `set`
 * block's.
 */
function compileHeld(
  context: CompileContext,
  { kind, body: nodes, filter: node }: Extract<Statement, { kind: 'set-block' | 'filter-block' }>,
  use: (frame: Frame, value: Value) => void,
): Run {
  const block = innerContext({ ...context, direct: false });
  visitBody(block.scope, nodes);
  if (kind === 'filter-block') visitExpression(block.scope, node);
  block.scope.seal();
  const enter = enterScope(block);
  const body = compileBody(block, nodes);
  let held: Value = '';
  const filter = node && compileFilter(block, node, () => held);
  return capture(
    context,
    (frame) => {
      enter(frame);
      return body(frame);
    },
    (frame, text) => {
      held = text;
      use(frame, filter === undefined ? text : filter(frame));
    },
  );
}

function compileWith(context: CompileContext, node: Extract<Statement, { kind: 'with' }>): Run {
  const block = innerContext(context);
  for (const target of node.targets) visitTarget(block.scope, target);
  visitBody(block.scope, node.body);
  block.scope.seal();
  const enter = enterScope(block);
  const assigns = node.targets.map((target) => compileTarget(block, target));
  const values = node.values.map((value) => compileExpression(context, value));
  const body = compileBody(block, node.body);
  return (frame) => {
    enter(frame);
    values.forEach((value, index) => assigns[index]?.(frame, value(frame)));
    return body(frame);
  };
}

function compileBlock(context: CompileContext, node: Extract<Statement, { kind: 'block' }>): Run {
  // A block sees the template's own variables only, not those of the loop it stands in.
  const block = { ...context, scope: new Scope(context.rootScope, context.owner), soft: false, inLoop: false };
  visitBody(block.scope, node.body);
  block.scope.seal();
  const enter = enterScope(block);
  const body = compileBody(block, node.body);
  return (frame) => {
    enter(frame);
    return body(frame);
  };
}

function compileLoad(context: CompileContext, node: Extract<Statement, { kind: 'load' }>): Run {
  const template = compileExpression(context, node.template);
  return (frame) => {
    template(frame);
    frame.state.at = node.at;
    // What jinja2 says in an environment without a loader, which is how transformers makes its own.
    return fail('TypeError', 'no loader for this environment specified');
  };
}

function compileJump(
  { inLoop, map }: CompileContext,
  { kind, at }: Extract<Statement, { kind: 'break' | 'continue' }>,
): Run {
  if (inLoop) return () => kind;
  throw map.error('SyntaxError', kind === 'break' ? "'break' outside loop" : "'continue' not properly in loop", at);
}
