import { ok } from '../../lib/result.ts';
import { newPage } from '../../render/terminal/page.ts';
import { addVerdictLine } from '../../render/terminal/verdict-line.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { cannotOpen } from '../messages/cannot-open.ts';
import { notATemplate } from '../messages/not-a-template.ts';
import { writeOutput } from '../output/write-output.ts';
import { openNamedFile } from '../paths/open-named-file.ts';
import { withProgress } from '../progress.ts';
import { refuse } from '../refuse.ts';
import { terminalWidth } from '../terminal-width.ts';
import { usesColour } from '../uses-colour.ts';

export interface TemplateMarkOptions {
  readonly out?: string;
  readonly data?: string;
  readonly color: boolean;
  readonly width?: number;
}

/** `lockstep template mark <file>`: the marked template goes to standard output or a file, what was proved to standard error. */
export async function templateMark(io: ConsoleIo, file: string, options: TemplateMarkOptions): Promise<ExitCode> {
  const template = await openNamedFile(file);
  if (!template.ok) return refuse(io, cannotOpen(template.problem, ['template', 'mark', file]));
  const data = options.data === undefined ? ok(undefined) : await openNamedFile(options.data);
  if (!data.ok) return refuse(io, cannotOpen(data.problem, ['template', 'mark', file, '--data', data.problem.path]));
  const { markTemplate } = await import('../../mark-template.ts');
  const marked = await withProgress(io, `marking ${file}`, () => markTemplate(template.value, data.value));
  if (!marked.ok) {
    const { reason, line } = marked.problem;
    return refuse(io, notATemplate(file, line === undefined ? reason : `line ${line}: ${reason}`));
  }
  const { word, text, lines, source, exitCode } = told(marked.value, options);
  const target = { out: options.out, noun: 'template', command: 'template mark', quiet: true };
  if (source !== undefined && !(await writeOutput(io, source, target))) return 2;
  const page = newPage({
    width: terminalWidth(io, options.width),
    colour: usesColour(io, 'err', options.color),
    details: false,
  });
  addVerdictLine(page, word, { paint: exitCode === 0 ? page.paint.good : page.paint.bad, text });
  for (const line of lines) page.prose(line, 2);
  io.err(`${page.lines.join('\n')}\n`);
  return exitCode;
}

type MarkedTemplate = Extract<
  Awaited<ReturnType<typeof import('../../mark-template.ts').markTemplate>>,
  { ok: true }
>['value'];

interface Told {
  readonly word: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly source?: string;
  readonly exitCode: ExitCode;
}

function told({ marking, conversations }: MarkedTemplate, { out }: TemplateMarkOptions): Told {
  const own = conversations === 0 ? 'made-up ones; --data adds yours' : `${conversations} of them yours`;
  switch (marking.state) {
    case 'marked': {
      const { rendered, turns } = marking.proof;
      return {
        exitCode: 0,
        source: marking.source,
        word: 'MARKED',
        text: out ?? 'the template is on standard output',
        lines: [
          `renders the same text as before: ${rendered} of ${rendered} conversations (${own}), each with and without a generation prompt`,
          `answer and end-of-turn token marked, and nothing else: ${turns} of ${turns} assistant turns`,
          'next: set it as chat_template of the tokenizer and train with assistant_only_loss=True. Save the original template with the model, not this one.',
        ],
      };
    }
    case 'already-marked': {
      const { covered, turns } = marking.proof;
      const isWhole = covered === turns;
      return {
        exitCode: isWhole ? 0 : 1,
        word: 'NOT CHANGED',
        text: 'the template has generation markers already',
        lines: [
          `they cover exactly what follows the generation prompt, up to the end of the turn, in ${covered} of ${turns} assistant turns`,
          ...(isWhole
            ? []
            : [
                'the others begin or end elsewhere: lockstep labels shows which tokens that puts into the loss. Some families do it on purpose.',
              ]),
        ],
      };
    }
    case 'refused':
      return {
        exitCode: 1,
        word: 'NOT MARKED',
        text: 'a marker cannot be put here without changing what the template does',
        lines: [
          `${marking.line === undefined ? '' : `line ${marking.line}: `}${marking.reason}`,
          'what to do: mark it by hand there, or use prompt and completion columns, which need no markers (lockstep convert)',
        ],
      };
    default:
      return marking satisfies never;
  }
}
