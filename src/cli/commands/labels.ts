import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { LabelsReport, LabelsSide } from '../../report/labels-report.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatFor } from '../format-for.ts';
import { type LabelOverrideOptions, labelOverrides } from '../label-overrides.ts';
import { labelThreads } from '../label-threads.ts';
import { cannotLabel } from '../messages/cannot-label.ts';
import { cannotWrite } from '../messages/cannot-write.ts';
import { noLabels } from '../messages/no-labels.ts';
import { printMessage } from '../print-message.ts';
import { rowProgress } from '../row-progress.ts';
import { terminalWidth } from '../terminal-width.ts';
import { usesColour } from '../uses-colour.ts';
import { writeOutput } from '../write-output.ts';

export interface LabelsOptions extends LabelOverrideOptions {
  readonly only?: LabelsSide['source'];
  readonly against?: 'capture';
  readonly rows?: string;
  readonly threads?: number;
  readonly format?: 'terminal' | 'json' | 'html' | 'markdown';
  readonly out?: string;
  readonly color: boolean;
  readonly width?: number;
  readonly details?: boolean;
}

/** `lockstep labels [dir]`: which tokens get loss. */
export async function labels(io: ConsoleIo, dir: string, options: LabelsOptions): Promise<ExitCode> {
  const { openDirectory } = await import('../../source/directory.ts');
  const opened = await openDirectory(dir, { allowOutside: true });
  if (!opened.ok) {
    printMessage(io, cannotLabel(dir, opened.problem.reason));
    return 2;
  }
  const overrides = await labelOverrides(io, options);
  if (overrides === undefined) return 2;
  const { labelRun } = await import('../../label-run/label-run.ts');
  const rows = options.rows === undefined ? undefined : rowWriter(options.rows);
  const progress = rowProgress(io, 'labelling');
  const mapChunks = labelThreads(options.threads ?? availableParallelism());
  try {
    const report = await labelRun(opened.value, {
      ...overrides,
      ...(options.only === undefined ? {} : { only: options.only }),
      ...(mapChunks === undefined ? {} : { mapChunks }),
      ...(rows === undefined ? {} : { onRow: rows.write }),
      onProgress: progress.seen,
    });
    await rows?.end();
    progress.done();
    return await deliver(io, report, dir, options);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    progress.done();
    printMessage(io, cannotWrite(options.rows ?? '', error.message));
    return 2;
  }
}

function rowWriter(path: string) {
  const stream = createWriteStream(path);
  // A failed write is thrown where it is waited for.
  let problem: Error | undefined;
  stream.on('error', (error) => {
    problem = error;
  });
  return {
    write: async (facts: object, source: LabelsSide['source']): Promise<void> => {
      if (problem !== undefined) throw problem;
      if (!stream.write(`${JSON.stringify({ source, ...facts })}\n`)) await once(stream, 'drain');
    },
    end: async (): Promise<void> => {
      stream.end();
      if (problem === undefined) await once(stream, 'finish');
      if (problem !== undefined) throw problem;
    },
  };
}

async function deliver(io: ConsoleIo, report: LabelsReport, dir: string, options: LabelsOptions): Promise<ExitCode> {
  if (report.sides.length === 0) {
    printMessage(
      io,
      noLabels(
        dir,
        report.missing.filter(({ source }) => source === 'prediction').map(({ needs }) => needs),
      ),
    );
    return 2;
  }
  const { labelsRenderers } = await import('../../render/labels/renderers.ts');
  const format = formatFor(options.format, options.out);
  const text = labelsRenderers[format === 'sarif' ? 'json' : format](report, {
    width: terminalWidth(io, options.width),
    colour: options.out === undefined && usesColour(io, 'out', options.color),
    details: options.details ?? false,
  });
  if (!(await writeOutput(io, text, options.out))) return 2;
  if (options.out !== undefined) io.err(`written to ${options.out}\n`);
  return exitCode(report, options);
}

const EXIT_CODES = { holds: 0, broken: 1, unknown: 2 } as const;

/** What a capture shows decides; a prediction decides where there is none. */
function exitCode({ sides, comparison }: LabelsReport, { against }: LabelsOptions): ExitCode {
  if (against === 'capture') {
    if (comparison === undefined || comparison.compared === 0) return 2;
    return comparison.same === comparison.compared ? 0 : 1;
  }
  return EXIT_CODES[sides[0]?.state ?? 'unknown'];
}
