import { newPage } from '../../render/terminal/page.ts';
import { span } from '../../render/terminal/span.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { notATemplate } from '../messages/not-a-template.ts';
import { openFile } from '../open-file.ts';
import { printMessage } from '../print-message.ts';
import { withProgress } from '../progress.ts';
import { terminalWidth } from '../terminal-width.ts';
import { usesColour } from '../uses-colour.ts';
import { writeOutput } from '../write-output.ts';

export interface TemplateMarkOptions {
  readonly out?: string;
  readonly data?: string;
  readonly color: boolean;
  readonly width?: number;
}

/** `lockstep template mark <file>`: the marked template goes to standard output or a file, what was proved to standard error. */
export async function templateMark(io: ConsoleIo, file: string, options: TemplateMarkOptions): Promise<ExitCode> {
  const template = await openFile(io, file, notATemplate);
  const data = options.data === undefined ? undefined : await openFile(io, options.data, notATemplate);
  if (template === undefined || (options.data !== undefined && data === undefined)) return 2;
  const { markTemplate } = await import('../../mark-template.ts');
  const marked = await withProgress(io, `marking ${file}`, () => markTemplate(template, data));
  if (!marked.ok) {
    const { reason, line } = marked.problem;
    printMessage(io, notATemplate(file, line === undefined ? reason : `line ${line}: ${reason}`));
    return 2;
  }
  const { lines, source, exitCode } = told(marked.value, options);
  if (source !== undefined && !(await writeOutput(io, source, options.out))) return 2;
  const page = newPage({
    width: terminalWidth(io, options.width),
    colour: usesColour(io, 'err', options.color),
    details: false,
  });
  lines.forEach((line, at) => {
    page.prose([span(line, at === 0 ? page.paint.strong : undefined)], at === 0 ? 0 : 2);
  });
  io.err(`${page.lines.join('\n')}\n`);
  return exitCode;
}

type MarkedTemplate = Extract<
  Awaited<ReturnType<typeof import('../../mark-template.ts').markTemplate>>,
  { ok: true }
>['value'];

interface Told {
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
        lines: [
          `MARKED  ${out ?? 'the template is on standard output'}`,
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
        lines: [
          'NOT CHANGED  the template has generation markers already',
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
        lines: [
          'NOT MARKED  a marker cannot be put here without changing what the template does',
          `${marking.line === undefined ? '' : `line ${marking.line}: `}${marking.reason}`,
          'what to do: mark it by hand there, or use prompt and completion columns, which need no markers (lockstep convert)',
        ],
      };
    default:
      return marking satisfies never;
  }
}
