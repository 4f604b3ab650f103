import { type CompileContext, enterScope } from './compile-context.ts';
import { compileBody } from './compile-statement.ts';
import { filters } from './filters.ts';
import type { ParsedTemplate } from './parser.ts';
import { pythonString } from './python-text.ts';
import type { Piece, Value } from './python-values.ts';
import { renderBudget } from './render-budget.ts';
import type { Frame, RenderState } from './render-frame.ts';
import { type FunctionScope, Scope, visitBody } from './scope.ts';
import type { SourceMap } from './source-position.ts';
import { TemplateError } from './template-error.ts';
import { templateTests } from './template-tests.ts';

export interface ProgramOutput {
  readonly text: string;
  /** As transformers records them, in code points. */
  readonly spans: readonly (readonly [start: number, end: number])[];
  /** In the tracing program. */
  readonly pieces: readonly Piece[];
}

/** Runs the template; `lookup` gives the value of each variable that it reads. Throws TemplateError with its position. */
export type Program = (lookup: (name: string) => Value | undefined) => ProgramOutput;

// Blocks follow each other in the output, so counting goes on from where the last one was.
function codePointSpans(text: string, state: RenderState): (readonly [number, number])[] {
  if (state.blocks.length === 0) return [];
  const isWide = pythonString.isWide(text);
  let at = 0;
  let points = 0;
  return state.blocks.map((block) => {
    if (!isWide && !pythonString.isWide(block.text)) return [block.start, block.start + block.text.length];
    points =
      block.start >= at
        ? points + pythonString.length(text.slice(at, block.start))
        : pythonString.length(text.slice(0, block.start));
    at = block.start;
    return [points, points + pythonString.length(block.text)];
  });
}

function located(error: unknown, map: SourceMap, at: number): TemplateError {
  const { line, column } = map.at(at);
  if (error instanceof TemplateError)
    return error.line === undefined ? new TemplateError(error.pythonType, error.message, { line, column }) : error;
  if (error instanceof RangeError)
    return new TemplateError('RecursionError', 'the template is nested too deeply or makes a value that is too long', {
      line,
      column,
    });
  throw error;
}

/** Compiles the tree to closures, once plain and, with `trace`, once so that the output knows where its pieces come from. */
export function compileProgram(map: SourceMap, parsed: ParsedTemplate, trace: boolean): Program {
  const context = rootContext(map, parsed, trace);
  const enter = enterScope(context);
  const body = compileBody(context, parsed.body);
  const { owner } = context;
  const names = [...context.contextNames.keys()];
  return (lookup) => {
    const state: RenderState = {
      context: names.map(lookup),
      root: undefined,
      blocks: [],
      at: 0,
      setAside: -1,
      generationDepth: 0,
      generationCount: 0,
    };
    const slots = new Array<Value | undefined>(owner.size).fill(undefined);
    const frame: Frame = { state, slots, parent: undefined, out: '', pieces: trace ? [] : undefined };
    state.root = frame;
    renderBudget.start();
    try {
      enter(frame);
      body(frame);
      return { text: frame.out, spans: codePointSpans(frame.out, state), pieces: frame.pieces ?? [] };
    } catch (error) {
      throw located(error, map, state.at);
    }
  };
}

function rootContext(map: SourceMap, parsed: ParsedTemplate, trace: boolean): CompileContext {
  const owner: FunctionScope = { parent: undefined, size: 0 };
  const scope = new Scope(undefined, owner);
  visitBody(scope, parsed.body);
  scope.seal();
  return {
    map,
    contextNames: new Map(),
    trace,
    scope,
    owner,
    rootScope: scope,
    library: { filters, tests: templateTests },
    soft: false,
    direct: true,
    inLoop: false,
    prompt: false,
  };
}
