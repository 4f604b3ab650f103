import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { LabelsReport, LabelsSide } from '../../report/labels-report.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { type LabelOverrideOptions, labelOverrides } from '../label-overrides.ts';
import { labelThreads } from '../label-threads.ts';
import { cannotOpen } from '../messages/cannot-open.ts';
import { cannotWrite } from '../messages/cannot-write.ts';
import { noLabels } from '../messages/no-labels.ts';
import { chooseFormat } from '../output/choose-format.ts';
import { formats } from '../output/formats.ts';
import type { OutputOptions } from '../output/output-options.ts';
import { pageOptions } from '../output/page-options.ts';
import { writeOutput } from '../output/write-output.ts';
import { openFolder } from '../paths/open-folder.ts';
import { refuse } from '../refuse.ts';
import { rowProgress } from '../row-progress.ts';

type PageFormat = (typeof formats.page)[number];

export interface LabelsOptions extends LabelOverrideOptions, OutputOptions<PageFormat> {
  readonly only?: LabelsSide['source'];
  readonly against?: 'capture';
  readonly rows?: string;
  readonly threads?: number;
}

const ROWS = { noun: 'rows', command: 'labels', option: '--rows' } as const;

/** `lockstep labels [dir]`: which tokens get loss. */
export async function labels(io: ConsoleIo, dir: string, options: LabelsOptions): Promise<ExitCode> {
  const format = chooseFormat(io, options, { command: 'labels', formats: formats.page });
  if (format === undefined) return 2;
  const opened = await openFolder(dir, { allowOutside: true });
  if (!opened.ok) return refuse(io, cannotOpen(opened.problem, ['labels', dir]));
  const overrides = await labelOverrides(options);
  if (!overrides.ok) return refuse(io, overrides.problem);
  const { labelRun } = await import('../../label-run/label-run.ts');
  const rows = options.rows === undefined ? undefined : rowWriter(options.rows);
  const progress = rowProgress(io, 'labelling');
  const mapChunks = labelThreads(options.threads ?? availableParallelism());
  try {
    const report = await labelRun(opened.value, {
      ...overrides.value,
      ...(options.only === undefined ? {} : { only: options.only }),
      ...(mapChunks === undefined ? {} : { mapChunks }),
      ...(rows === undefined ? {} : { onRow: rows.write }),
      onProgress: progress.seen,
    });
    await rows?.end();
    progress.done();
    return await deliver(io, report, { ...options, dir, format });
  } catch (error) {
    progress.done();
    if (options.rows === undefined || !(error instanceof Error && 'code' in error)) throw error;
    return refuse(io, cannotWrite({ ...ROWS, path: options.rows, error }));
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

async function deliver(
  io: ConsoleIo,
  report: LabelsReport,
  options: LabelsOptions & { readonly dir: string; readonly format: PageFormat },
): Promise<ExitCode> {
  if (report.sides.length === 0) {
    const needs = report.missing.filter(({ source }) => source === 'prediction').map((one) => one.needs);
    return refuse(io, noLabels(options.dir, needs));
  }
  const { labelsRenderers } = await import('../../render/labels/renderers.ts');
  const text = labelsRenderers[options.format](report, pageOptions(io, options));
  if (!(await writeOutput(io, text, { out: options.out, noun: 'report', command: 'labels' }))) return 2;
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
