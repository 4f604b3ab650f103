import type { ChatTemplate, RenderInput, Rendering, Segment, Span } from './chat-template.ts';
import { compileProgram, type Program, type ProgramOutput } from './compiled-program.ts';
import { type Continuation, continueFinalMessage } from './continue-final-message.ts';
import { inputValue, tracedMessages, tracedValue } from './input-values.ts';
import { parseTemplate } from './parser.ts';
import { pythonString } from './python-text.ts';
import type { Origin, Piece, Value } from './python-values.ts';
import { sourceMap } from './source-position.ts';
import { TemplateError } from './template-error.ts';
import { templateGlobal } from './template-globals.ts';

// The longest published chat templates are near 30,000 characters.
const MAX_SOURCE = 400_000;

export interface CompileOptions {
  /** The clock `strftime_now` reads, in local time. Default: when rendering. */
  readonly now?: Date;
}

/** jinja2's reading of a source: universal newlines, one final newline dropped. */
function normalised(source: string): string {
  const text = source.replace(/\r\n?/g, '\n');
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

function continuation(input: RenderInput, source: string): Continuation {
  const { continueFinalMessage: field, messages } = input;
  if (field === undefined || field === false || field === '') return { messages, cut: (rendered) => rendered };
  if (input.addGenerationPrompt) {
    throw new TemplateError('ValueError', 'continue_final_message and add_generation_prompt are not compatible');
  }
  return continueFinalMessage(messages, field === true ? 'content' : field, source);
}

type Variables = ReadonlyMap<string, Value>;

function variablesOf(input: RenderInput, messages: RenderInput['messages']): Variables {
  const variables = new Map<string, Value>([
    ['messages', inputValue(messages)],
    ['tools', inputValue(input.tools)],
    ['documents', inputValue(input.documents)],
    ['add_generation_prompt', input.addGenerationPrompt ?? false],
  ]);
  for (const given of [input.specialTokens, input.variables]) {
    for (const [name, value] of Object.entries(given ?? {}))
      if (value !== undefined) variables.set(name, inputValue(value));
  }
  return variables;
}

function traced(variables: Variables): Variables {
  const result = new Map<string, Value>();
  for (const [name, value] of variables) {
    if (name === 'messages') result.set(name, tracedMessages(value));
    else {
      const origin: Origin = name === 'tools' || name === 'documents' ? { kind: name } : { kind: 'variable', name };
      result.set(name, tracedValue(value, origin));
    }
  }
  return result;
}

function sameOrigin(left: Origin, right: Origin): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

function segmentsOf(pieces: readonly Piece[], length: number): Segment[] {
  const segments: { start: number; end: number; origin: Origin }[] = [];
  let at = 0;
  for (const piece of pieces) {
    const end = Math.min(length, at + piece.text.length);
    const last = segments.at(-1);
    if (end > at && last !== undefined && piece.origin.kind !== 'literal' && sameOrigin(last.origin, piece.origin))
      last.end = end;
    else if (end > at) segments.push({ start: at, end, origin: piece.origin });
    at = end;
  }
  return segments;
}

/** Runs of pieces of one generation block each, in code points. */
function blockSpans(pieces: readonly Piece[]): Span[] {
  const spans: { block: number; start: number; end: number }[] = [];
  let at = 0;
  for (const piece of pieces) {
    const end = at + pythonString.length(piece.text);
    const last = spans.at(-1);
    if (piece.block !== 0 && last?.block === piece.block && last.end === at) last.end = end;
    else if (piece.block !== 0 && end > at) spans.push({ block: piece.block, start: at, end });
    at = end;
  }
  return spans.map(({ start, end }) => [start, end]);
}

/** The characters that the spans cover, as sorted stretches that do not touch. */
function coverage(spans: readonly Span[]): string {
  const merged: [number, number][] = [];
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else if (end > start) merged.push([start, end]);
  }
  return JSON.stringify(merged);
}

interface Origins {
  readonly segments: readonly Segment[];
  readonly spans: readonly Span[];
}

function originsOf(text: string, full: string, output: ProgramOutput): Origins {
  // A text that tracing changed would be a fault of this engine; unknown is then the honest answer.
  if (output.text !== full) {
    const segments: Segment[] = text === '' ? [] : [{ start: 0, end: text.length, origin: { kind: 'derived' } }];
    return { segments, spans: output.spans };
  }
  return { segments: segmentsOf(output.pieces, text.length), spans: blockSpans(output.pieces) };
}

function clipped(spans: readonly Span[], text: string, full: string): readonly Span[] {
  if (text.length === full.length) return spans;
  const length = pythonString.length(text);
  return spans.filter(([start]) => start <= length).map(([start, end]) => [start, Math.min(end, length)]);
}

interface Rendered {
  readonly text: string;
  /** Before a continued message was cut. */
  readonly full: string;
  readonly spans: readonly Span[];
}

// A class, because an object literal with getters makes V8 build a new hidden class for every render and keep it.
class LazyRendering implements Rendering {
  readonly text: string;
  readonly generationSpans: readonly Span[];
  private readonly rendered: Rendered;
  private readonly trace: () => Origins;
  private found: Origins | undefined;

  constructor(rendered: Rendered, trace: () => Origins) {
    this.text = rendered.text;
    this.generationSpans = clipped(rendered.spans, rendered.text, rendered.full);
    this.rendered = rendered;
    this.trace = trace;
  }

  private get origins(): Origins {
    this.found ??= this.trace();
    return this.found;
  }

  get correctGenerationSpans(): readonly Span[] {
    if (this.generationSpans.length === 0) return [];
    return clipped(this.origins.spans, this.rendered.text, this.rendered.full);
  }

  get generationSpansDiffer(): boolean {
    return coverage(this.generationSpans) !== coverage(this.correctGenerationSpans);
  }

  get segments(): readonly Segment[] {
    return this.origins.segments;
  }
}

/**
 * Compiles a chat template with the settings of transformers (utils/chat_template_utils.py, 5.18): jinja2's immutable sandbox,
 * blocks trimmed and stripped on the left, loop controls, generation blocks, its own `tojson`, `raise_exception`, `strftime_now`.
 * Throws TemplateError (TemplateSyntaxError, TemplateAssertionError) with line and column.
 */
export function compileTemplate(source: string, options: CompileOptions = {}): ChatTemplate {
  if (source.length > MAX_SOURCE)
    throw new TemplateError('TemplateSyntaxError', `the template is longer than ${MAX_SOURCE} characters`);
  const text = source.replace(/\r\n?/g, '\n');
  const map = sourceMap(normalised(source));
  const parsed = parseTemplate(map);
  const program = compileProgram(map, parsed, false);
  let tracing: Program | undefined;

  const run = (which: Program, variables: Variables, now: Date): ProgramOutput => {
    return which((name) => {
      const value = variables.get(name);
      return value === undefined ? templateGlobal(name, now) : value;
    });
  };

  const render = (input: RenderInput): Rendering => {
    const { messages, cut } = continuation(input, source);
    const variables = variablesOf(input, messages);
    const now = options.now ?? new Date();
    const output = run(program, variables, now);
    const final = cut(output.text);
    return new LazyRendering({ text: final, full: output.text, spans: output.spans }, () => {
      tracing ??= compileProgram(map, parsed, true);
      return originsOf(final, output.text, run(tracing, traced(variables), now));
    });
  };

  return { source: text, names: parsed.names, render };
}
