import { escapeTerminal } from '../../render/escape-terminal.ts';
import type { Format } from '../../render/render.ts';
import type { Report } from '../../report/report.ts';
import type { RunFiles } from '../../source/run-files.ts';
import { closeIds } from '../close-ids.ts';
import type { ConsoleIo } from '../console-io.ts';
import { type ExitCode, exitCodeOf, type FailOn } from '../exit-code.ts';
import { formatFor } from '../format-for.ts';
import { checkCrashed } from '../messages/check-crashed.ts';
import { notAFolder } from '../messages/not-a-folder.ts';
import { nothingRecognised } from '../messages/nothing-recognised.ts';
import { printMessage } from '../print-message.ts';
import { withProgress } from '../progress.ts';
import { terminalWidth } from '../terminal-width.ts';
import { usesColour } from '../uses-colour.ts';
import { writeOutput } from '../write-output.ts';

export interface CheckOptions {
  readonly format?: Format;
  readonly out?: string;
  readonly failOn: FailOn;
  readonly base?: string;
  readonly served?: string;
  readonly allowOutside?: boolean;
  readonly color: boolean;
  readonly width?: number;
  readonly details?: boolean;
  readonly quiet?: boolean;
}

interface Folders {
  readonly run: RunFiles;
  readonly base?: RunFiles;
  readonly served?: RunFiles;
}

/** `lockstep check [dir]`: examines a run folder, writes the report and says by its exit code what it found. */
export async function check(io: ConsoleIo, dir: string, options: CheckOptions): Promise<ExitCode> {
  const folders = await openFolders(io, dir, options);
  if (folders === undefined) return 2;
  // Imported here so that `--help`, `list` and `explain` start without the engines.
  const { checkRun } = await import('../../check-run.ts');
  const { run, ...others } = folders;
  const report = await withProgress(io, `checking ${dir}`, () =>
    checkRun(run, { ...others, now: () => performance.now() }),
  );
  if (!recognised(report)) {
    printMessage(io, nothingRecognised(dir));
    return 2;
  }
  if (!(await deliver(io, report, options))) return 2;
  const crashed = report.checks.filter((one) => one.outcome === 'crashed').map((one) => one.id);
  if (crashed.length > 0) printMessage(io, checkCrashed(crashed));
  return exitCodeOf(report, options.failOn);
}

async function openFolders(io: ConsoleIo, dir: string, options: CheckOptions): Promise<Folders | undefined> {
  const { openDirectory } = await import('../../source/directory.ts');
  const open = async (path: string) => {
    const opened = await openDirectory(path, { allowOutside: options.allowOutside ?? false });
    if (opened.ok) return opened.value;
    const [command] = path === dir && !/[./\\]/.test(path) ? closeIds(path, ['check', 'explain', 'list']) : [];
    printMessage(io, notAFolder(path, opened.problem.reason, command));
    return undefined;
  };
  const run = await open(dir);
  if (run === undefined) return undefined;
  const base = options.base === undefined ? undefined : await open(options.base);
  if (options.base !== undefined && base === undefined) return undefined;
  const served = options.served === undefined ? undefined : await open(options.served);
  if (options.served !== undefined && served === undefined) return undefined;
  return { run, ...(base === undefined ? {} : { base }), ...(served === undefined ? {} : { served }) };
}

/** Found in every folder, even an empty one: they say what it holds, and what was assumed when nothing says. */
const ALWAYS_FOUND: readonly string[] = ['layout', 'task'];

function recognised(report: Report): boolean {
  return report.evidence.artifacts.some(({ name, state }) => state !== 'absent' && !ALWAYS_FOUND.includes(name));
}

async function deliver(io: ConsoleIo, report: Report, options: CheckOptions): Promise<boolean> {
  const { renderers } = await import('../../render/render.ts');
  const text = renderers[formatFor(options.format, options.out)](report, {
    width: terminalWidth(io, options.width),
    colour: options.out === undefined && usesColour(io, 'out', options.color),
    details: options.details ?? false,
  });
  if (options.out === undefined) {
    io.out(options.quiet === true && formatFor(options.format, undefined) === 'terminal' ? oneLine(report) : text);
    return true;
  }
  if (!(await writeOutput(io, text, options.out))) return false;
  if (options.quiet !== true) io.err(`${oneLine(report)}report written to ${escapeTerminal(options.out)}\n`);
  return true;
}

function oneLine(report: Report): string {
  return `${report.verdict.toUpperCase()}  ${escapeTerminal(report.headline)}\n`;
}
