import { Environment, parse, tokenize } from '@huggingface/jinja';
import { BoundedInterpreter } from './bounded-interpreter.ts';
import type { ChatTemplate, RenderInput, Rendering } from './chat-template.ts';
import { type Continuation, continueFinalMessage } from './continue-final-message.ts';
import { chooseMarks, markGeneration, readMarks } from './generation-marks.ts';
import { pythonStrftime } from './python-strftime.ts';
import { TemplateError } from './template-error.ts';

// The longest published chat templates are near 30,000 characters.
const MAX_SOURCE = 400_000;
// The library's scanner takes quadratic time in runs of spaces.
const LONG_SPACE = /\s{2000}/;
// jinja2's sandbox refuses longer ranges (MAX_RANGE).
const MAX_RANGE = 100_000;
// Names for the two marks that no template uses.
const MARK_NAMES = { start: '__lockstep_generation_start', end: '__lockstep_generation_end' } as const;

export interface CompileOptions {
  /** The clock `strftime_now` reads, in local time. Default: when rendering. */
  readonly now?: Date;
}

/** Sorts the library's errors, which are plain, into the classes Python would use. Its wording is all there is to go by. */
function asTemplateError(error: unknown): TemplateError {
  if (error instanceof TemplateError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError) return new TemplateError('TemplateError', 'the template is nested too deeply');
  if (error instanceof SyntaxError) return new TemplateError('TemplateSyntaxError', message);
  if (/undefined/i.test(message)) return new TemplateError('UndefinedError', message);
  return new TemplateError('TypeError', message);
}

function range(...args: readonly unknown[]): number[] {
  const given = args.filter((value) => typeof value === 'number');
  const [start = 0, stop = 0, step = 1] = given.length === 1 ? [0, ...given] : given;
  if (given.length === 0) throw new TemplateError('TypeError', 'range expected at least 1 argument');
  if (step === 0) throw new TemplateError('ValueError', 'range() arg 3 must not be zero');
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (length > MAX_RANGE)
    throw new TemplateError(
      'TemplateError',
      `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${MAX_RANGE}).`,
    );
  return Array.from({ length }, (_, index) => start + index * step);
}

function globals(now: Date | undefined): Record<string, unknown> {
  return {
    true: true,
    false: false,
    none: null,
    True: true,
    False: false,
    None: null,
    range,
    raise_exception: (message: unknown) => {
      throw new TemplateError('TemplateError', String(message));
    },
    strftime_now: (format: unknown) => pythonStrftime(now ?? new Date(), String(format)),
  };
}

function parseTemplate(source: string): {
  readonly program: ReturnType<typeof parse>;
  readonly names: ReadonlySet<string>;
} {
  if (source.length > MAX_SOURCE)
    throw new TemplateError('TemplateSyntaxError', `the template is longer than ${MAX_SOURCE} characters`);
  if (LONG_SPACE.test(source))
    throw new TemplateError('TemplateSyntaxError', 'the template has a run of more than 2000 spaces');
  try {
    const tokens = tokenize(markGeneration(source, MARK_NAMES), { trim_blocks: true, lstrip_blocks: true });
    const names = new Set(tokens.filter((token) => token.type === 'Identifier').map((token) => token.value));
    return { program: parse(tokens), names };
  } catch (error) {
    throw new TemplateError('TemplateSyntaxError', asTemplateError(error).message);
  }
}

function continuation(input: RenderInput, source: string): Continuation {
  const { continueFinalMessage: field, messages } = input;
  if (field === undefined || field === false) return { messages, cut: (rendered) => rendered };
  if (input.addGenerationPrompt) {
    throw new TemplateError('ValueError', 'continue_final_message and add_generation_prompt are not compatible');
  }
  return continueFinalMessage(messages, field === true ? 'content' : field, source);
}

/**
 * Compiles a chat template with the settings of transformers (utils/chat_template_utils.py, 5.18): blocks trimmed, universal
 * newlines, one final newline of the source dropped, `{% generation %}` blocks recorded. Throws TemplateError (TemplateSyntaxError).
 *
 * For now over @huggingface/jinja; serving-contract.md A8 lists where it differs from jinja2. Errors carry no position yet.
 */
export function compileTemplate(source: string, options: CompileOptions = {}): ChatTemplate {
  const text = source.replace(/\r\n?/g, '\n');
  const { program, names } = parseTemplate(text);

  const render = (input: RenderInput): Rendering => {
    const { messages, cut } = continuation(input, text);
    const variables: Record<string, unknown> = {
      ...globals(options.now),
      messages,
      tools: input.tools ?? null,
      documents: input.documents ?? null,
      add_generation_prompt: input.addGenerationPrompt ?? false,
      ...input.specialTokens,
      ...input.variables,
    };
    const marks = chooseMarks([
      text,
      JSON.stringify([messages, input.tools, input.documents, input.specialTokens, input.variables]),
    ]);
    const environment = new Environment();
    for (const [name, value] of Object.entries(variables)) environment.set(name, value);
    environment.set(MARK_NAMES.start, marks.start);
    environment.set(MARK_NAMES.end, marks.end);
    const output = new BoundedInterpreter(environment).run(program).value;
    const rendered = readMarks(String(output), marks);
    const final = cut(rendered.text);
    return {
      text: final,
      generationSpans: rendered.spans,
      segments: [{ start: 0, end: final.length, origin: { kind: 'derived' } }],
    };
  };

  return {
    source: text,
    names,
    render: (input) => {
      try {
        return render(input);
      } catch (error) {
        throw asTemplateError(error);
      }
    },
  };
}
