import { availableParallelism } from 'node:os';
import type { AdapterReport } from '../../report/adapter-report.ts';
import type { ConsoleIo } from '../console-io.ts';
import { countProgress } from '../count-progress.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatFor } from '../format-for.ts';
import { mergeThreads } from '../merge-threads.ts';
import { cannotInspectAdapter } from '../messages/cannot-inspect-adapter.ts';
import { type AdapterPaths, openAdapter } from '../open-adapter.ts';
import { printMessage } from '../print-message.ts';
import { withProgress } from '../progress.ts';
import { terminalWidth } from '../terminal-width.ts';
import { usesColour } from '../uses-colour.ts';
import { writeOutput } from '../write-output.ts';

export interface AdapterOptions {
  readonly base?: string;
  readonly merged?: string;
  readonly exact?: boolean;
  readonly seed?: number;
  readonly threads?: number;
  readonly allowOutside?: boolean;
  readonly format?: 'terminal' | 'json' | 'markdown';
  readonly out?: string;
  readonly color: boolean;
  readonly width?: number;
  readonly details?: boolean;
}

/** `lockstep adapter [dir]`: an adapter by itself, against its base, and in merged weights. */
export async function adapter(io: ConsoleIo, path: string, options: AdapterOptions): Promise<ExitCode> {
  const { base, merged, exact, seed } = options;
  const paths: AdapterPaths = {
    path,
    allowOutside: options.allowOutside ?? false,
    ...(base === undefined ? {} : { base }),
    ...(merged === undefined ? {} : { merged }),
  };
  const places = await openAdapter(paths);
  if (!places.ok) return refused(io, places.problem.reason);
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
  if (!report.ok) return refused(io, `${path}: ${report.problem.reason}`);
  return deliver(io, report.value, options);
}

async function deliver(io: ConsoleIo, report: AdapterReport, options: AdapterOptions): Promise<ExitCode> {
  const { adapterRenderers } = await import('../../render/adapter/renderers.ts');
  const { adapterVerdict } = await import('../../render/adapter/adapter-verdict.ts');
  const format = formatFor(options.format, options.out);
  const text = adapterRenderers[format === 'sarif' || format === 'html' ? 'json' : format](report, {
    width: terminalWidth(io, options.width),
    colour: options.out === undefined && usesColour(io, 'out', options.color),
    details: options.details ?? false,
  });
  if (!(await writeOutput(io, text, options.out))) return 2;
  return EXIT_CODES[adapterVerdict(report).state];
}

const EXIT_CODES = { good: 0, bad: 1, unknown: 2 } as const;

function refused(io: ConsoleIo, reason: string): ExitCode {
  printMessage(io, cannotInspectAdapter(reason));
  return 2;
}
