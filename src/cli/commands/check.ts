import { escapeTerminal } from '../../render/escape-terminal.ts';
import type { Format } from '../../render/render.ts';
import type { Report } from '../../report/report.ts';
import type { RunFiles } from '../../source/run-files.ts';
import { closeIds } from '../close-ids.ts';
import type { ConsoleIo } from '../console-io.ts';
import { type ExitCode, exitCodeOf, type FailOn } from '../exit-code.ts';
import { cannotOpen } from '../messages/cannot-open.ts';
import { checkCrashed } from '../messages/check-crashed.ts';
import { mistypedCommand } from '../messages/mistyped-command.ts';
import { nothingRecognised } from '../messages/nothing-recognised.ts';
import { chooseFormat } from '../output/choose-format.ts';
import { formats } from '../output/formats.ts';
import type { OutputOptions } from '../output/output-options.ts';
import { pageOptions } from '../output/page-options.ts';
import { writeOutput } from '../output/write-output.ts';
import { openFolder } from '../paths/open-folder.ts';
import type { PathProblem } from '../paths/path-problem.ts';
import { printMessage } from '../print-message.ts';
import { withProgress } from '../progress.ts';
import { refuse } from '../refuse.ts';
import type { UserMessage } from '../user-message.ts';

export interface CheckOptions extends OutputOptions {
  readonly failOn: FailOn;
  readonly base?: string;
  readonly served?: string;
  readonly allowOutside?: boolean;
  readonly quiet?: boolean;
  /** Names of all commands: the folder may be a mistyped one. */
  readonly commands: readonly string[];
}

interface Folders {
  readonly run: RunFiles;
  readonly base?: RunFiles;
  readonly served?: RunFiles;
}

/** `lockstep check [dir]`: examines a run folder, writes the report and says by its exit code what it found. */
export async function check(io: ConsoleIo, dir: string, options: CheckOptions): Promise<ExitCode> {
  const format = chooseFormat(io, options, { command: 'check', formats: formats.report });
  const folders = format && (await openFolders(io, dir, options));
  if (format === undefined || folders === undefined) return 2;
  // Imported here so that `--help`, `list` and `explain` start without the engines.
  const { checkRun } = await import('../../check-run.ts');
  const { run, ...others } = folders;
  const report = await withProgress(io, `checking ${dir}`, () =>
    checkRun(run, { ...others, now: () => performance.now() }),
  );
  if (!recognised(report)) return refuse(io, nothingRecognised(dir));
  if (!(await deliver(io, report, { ...options, format }))) return 2;
  const crashed = report.checks.filter((one) => one.outcome === 'crashed').map((one) => one.id);
  if (crashed.length > 0) printMessage(io, checkCrashed(crashed));
  return exitCodeOf(report, options.failOn);
}

async function openFolders(io: ConsoleIo, dir: string, options: CheckOptions): Promise<Folders | undefined> {
  const allowOutside = options.allowOutside ?? false;
  const words = ['check', dir];
  const folders: { base?: RunFiles; served?: RunFiles } = {};
  const run = await openFolder(dir, { allowOutside });
  if (!run.ok) {
    printMessage(io, unopenedRun(run.problem, options.commands));
    return undefined;
  }
  for (const side of ['base', 'served'] as const) {
    const path = options[side];
    if (path === undefined) continue;
    const opened = await openFolder(path, { allowOutside });
    if (!opened.ok) {
      printMessage(io, cannotOpen(opened.problem, [...words, `--${side}`, path]));
      return undefined;
    }
    folders[side] = opened.value;
  }
  return { run: run.value, ...folders };
}

/** `check` is what runs when no command is named, so that a mistyped one arrives here. */
function unopenedRun(problem: PathProblem, commands: readonly string[]): UserMessage {
  const { path, fault } = problem;
  const [command] = fault === 'missing' && !/[./\\]/.test(path) ? closeIds(path, commands) : [];
  return command === undefined ? cannotOpen(problem, ['check', path]) : mistypedCommand(path, command);
}

/** Found in every folder, even an empty one: they say what it holds, and what was assumed when nothing says. */
const ALWAYS_FOUND: readonly string[] = ['layout', 'task'];

function recognised(report: Report): boolean {
  return report.evidence.artifacts.some(({ name, state }) => state !== 'absent' && !ALWAYS_FOUND.includes(name));
}

async function deliver(
  io: ConsoleIo,
  report: Report,
  { format, quiet = false, ...options }: CheckOptions & { readonly format: Format },
): Promise<boolean> {
  const { renderers } = await import('../../render/render.ts');
  const isVerdict = quiet && format === 'terminal' && options.out === undefined;
  const text = isVerdict ? oneLine(report) : renderers[format](report, pageOptions(io, options));
  if (options.out !== undefined && !quiet) io.err(oneLine(report));
  return writeOutput(io, text, { out: options.out, noun: 'report', command: 'check', quiet });
}

function oneLine(report: Report): string {
  return `${report.verdict.toUpperCase()}  ${escapeTerminal(report.headline)}\n`;
}
