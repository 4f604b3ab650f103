import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { cannotOpen } from '../messages/cannot-open.ts';
import { cannotRender } from '../messages/cannot-render.ts';
import { chooseFormat } from '../output/choose-format.ts';
import { comparedText } from '../output/compared-text.ts';
import { formats } from '../output/formats.ts';
import type { OutputOptions } from '../output/output-options.ts';
import { writeOutput } from '../output/write-output.ts';
import { drawRendering } from '../pages/rendering-page.ts';
import { renderingState } from '../pages/rendering-state.ts';
import { openFolder } from '../paths/open-folder.ts';
import { withProgress } from '../progress.ts';
import { refuse } from '../refuse.ts';

export interface RenderOptions extends OutputOptions<(typeof formats.comparison)[number]> {
  readonly row: number;
  readonly allowOutside?: boolean;
}

/** `lockstep render [dir]`: one row as the template renders it, its prompt, and the request that was sent, token by token. */
export async function render(io: ConsoleIo, dir: string, options: RenderOptions): Promise<ExitCode> {
  const format = chooseFormat(io, options, { command: 'render', formats: formats.comparison });
  if (format === undefined) return 2;
  const opened = await openFolder(dir, { allowOutside: options.allowOutside ?? false });
  if (!opened.ok) return refuse(io, cannotOpen(opened.problem, ['render', dir]));
  const { renderRun } = await import('../../render-run.ts');
  const rendering = await withProgress(io, `rendering row ${options.row}`, () => renderRun(opened.value, options.row));
  if (!rendering.ok) return refuse(io, cannotRender(dir, rendering.problem.reason));
  const text = comparedText(
    io,
    { ...options, format },
    { json: rendering.value, draw: (page) => drawRendering(page, rendering.value) },
  );
  if (!(await writeOutput(io, text, { out: options.out, noun: 'rendering', command: 'render' }))) return 2;
  return EXIT_CODES[renderingState(rendering.value)];
}

const EXIT_CODES = { EQUAL: 0, DIFFERENT: 1, UNKNOWN: 2 } as const;
