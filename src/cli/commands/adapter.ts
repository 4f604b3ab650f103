import { availableParallelism } from 'node:os';
import type { AdapterReport } from '../../report/adapter-report.ts';
import type { ConsoleIo } from '../console-io.ts';
import { countProgress } from '../count-progress.ts';
import type { ExitCode } from '../exit-code.ts';
import { mergeThreads } from '../merge-threads.ts';
import { cannotInspectAdapter } from '../messages/cannot-inspect-adapter.ts';
import { cannotOpen } from '../messages/cannot-open.ts';
import { chooseFormat } from '../output/choose-format.ts';
import { formats } from '../output/formats.ts';
import type { OutputOptions } from '../output/output-options.ts';
import { pageOptions } from '../output/page-options.ts';
import { writeOutput } from '../output/write-output.ts';
import { type AdapterPaths, openAdapter } from '../paths/open-adapter.ts';
import { withProgress } from '../progress.ts';
import { refuse } from '../refuse.ts';

type AdapterFormat = (typeof formats.comparison)[number];

export interface AdapterOptions extends OutputOptions<AdapterFormat> {
  readonly base?: string;
  readonly merged?: string;
  readonly exact?: boolean;
  readonly seed?: number;
  readonly threads?: number;
  readonly allowOutside?: boolean;
}

/** `lockstep adapter [path]`: an adapter by itself, against its base, and in merged weights. */
export async function adapter(io: ConsoleIo, path: string, options: AdapterOptions): Promise<ExitCode> {
  const { base, merged, exact, seed } = options;
  const format = chooseFormat(io, options, { command: 'adapter', formats: formats.comparison });
  if (format === undefined) return 2;
  const paths: AdapterPaths = {
    path,
    allowOutside: options.allowOutside ?? false,
    ...(base === undefined ? {} : { base }),
    ...(merged === undefined ? {} : { merged }),
  };
  const places = await openAdapter(paths);
  if (!places.ok) return refuse(io, cannotOpen(places.problem, wordsOf(paths)));
  const { adapterRun } = await import('../../adapter-run.ts');
  const progress = countProgress(io, 'tensors compared');
  const count = exact === true ? (options.threads ?? availableParallelism()) : 1;
  const proveUnits = mergeThreads({ count, paths, onDone: progress.seen });
  const run = () =>
    adapterRun(places.value, {
      ...(exact === undefined ? {} : { exact }),
      ...(seed === undefined ? {} : { seed }),
      ...(proveUnits === undefined ? {} : { proveUnits }),
    });
  const report = await (proveUnits === undefined ? withProgress(io, `reading ${path}`, run) : run());
  progress.done();
  if (!report.ok) return refuse(io, cannotInspectAdapter(path, report.problem));
  return deliver(io, report.value, { ...options, format });
}

function wordsOf({ path, base, merged }: AdapterPaths): readonly string[] {
  const option = (name: string, folder: string | undefined) => (folder === undefined ? [] : [name, folder]);
  return ['adapter', path, ...option('--base', base), ...option('--merged', merged)];
}

async function deliver(
  io: ConsoleIo,
  report: AdapterReport,
  options: AdapterOptions & { readonly format: AdapterFormat },
): Promise<ExitCode> {
  const { adapterRenderers } = await import('../../render/adapter/renderers.ts');
  const { adapterVerdict } = await import('../../render/adapter/adapter-verdict.ts');
  const text = adapterRenderers[options.format](report, pageOptions(io, options));
  if (!(await writeOutput(io, text, { out: options.out, noun: 'report', command: 'adapter' }))) return 2;
  return EXIT_CODES[adapterVerdict(report).state];
}

const EXIT_CODES = { good: 0, bad: 1, unknown: 2 } as const;
