import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Conversion } from '../../convert/conversion.ts';
import type { ConversionSummary } from '../../convert/conversion-summary.ts';
import type { NamedFile } from '../../mark-template.ts';
import { jsonText } from '../../render/json-text.ts';
import { addConversion } from '../../render/terminal/conversion.ts';
import { newPage } from '../../render/terminal/page.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { cannotOpen } from '../messages/cannot-open.ts';
import { cannotWrite } from '../messages/cannot-write.ts';
import { cannotWriteRows } from '../messages/cannot-write-rows.ts';
import { notConvertible } from '../messages/not-convertible.ts';
import { pageOptions } from '../output/page-options.ts';
import { openNamedFile } from '../paths/open-named-file.ts';
import { printMessage } from '../print-message.ts';
import { withProgress } from '../progress.ts';
import { refuse } from '../refuse.ts';

export interface ConvertOptions {
  readonly out: string;
  readonly to?: 'prompt-completion' | 'messages';
  readonly turns: 'each' | 'last';
  readonly role: Readonly<Record<string, string>>;
  readonly targetClass?: string;
  readonly targetJson?: string;
  readonly classes?: readonly string[];
  readonly keepGoing?: boolean;
  readonly format: 'terminal' | 'json';
  readonly color: boolean;
  readonly width?: number;
}

/** Names of formats that rows come in, or that other commands write. */
const OTHER_FORMATS = /\.(?:csv|tsv|parquet|arrow|html?|md|sarif)$/i;

/** `lockstep convert <file>`: writes the converted rows beside the target first, and puts them in its place when all went well. */
export async function convert(io: ConsoleIo, file: string, options: ConvertOptions): Promise<ExitCode> {
  if (OTHER_FORMATS.test(options.out)) return refuse(io, cannotWriteRows(file, options.out));
  const { conversionFor } = await import('../../convert/conversion-for.ts');
  const conversion = conversionFor({
    roles: options.role,
    shape: options.to === 'prompt-completion' ? `prompt-completion-${options.turns}` : (options.to ?? 'keep'),
    ...(options.targetClass === undefined ? {} : { classPath: options.targetClass }),
    ...(options.targetJson === undefined ? {} : { pattern: options.targetJson }),
    ...(options.classes === undefined ? {} : { classes: options.classes }),
  });
  if (!conversion.ok) return refuse(io, notConvertible(file, conversion.problem.reason));
  const opened = await openNamedFile(file);
  if (!opened.ok) return refuse(io, cannotOpen(opened.problem, ['convert', file]));
  const partial = `${options.out}.part`;
  try {
    const summary = await writeAll(io, { opened: opened.value, file, partial }, conversion.value);
    if (summary === undefined) return 2;
    const isComplete = summary.refusedRows === 0;
    const isWritten = summary.rowsWritten > 0 && (isComplete || options.keepGoing === true);
    if (isWritten) await rename(partial, options.out);
    tell(io, summary, { ...options, written: isWritten ? options.out : undefined });
    return isWritten ? 0 : 1;
  } catch (error) {
    return refuse(io, cannotWrite({ path: options.out, noun: 'rows', command: 'convert', error }));
  } finally {
    await rm(partial, { force: true });
  }
}

interface Files {
  readonly opened: NamedFile;
  readonly file: string;
  readonly partial: string;
}

async function writeAll(
  io: ConsoleIo,
  { opened, file, partial }: Files,
  conversion: Conversion,
): Promise<ConversionSummary | undefined> {
  const { convertData } = await import('../../convert-data.ts');
  const stream = createWriteStream(partial);
  await once(stream, 'open');
  const result = await withProgress(io, `converting ${file}`, () =>
    convertData(opened, conversion, (line) => writeLine(stream, line)),
  );
  stream.end();
  await once(stream, 'finish');
  if (result.ok) return result.value;
  printMessage(io, notConvertible(file, result.problem.reason));
  return undefined;
}

async function writeLine(stream: WriteStream, line: string): Promise<void> {
  if (!stream.write(line)) await once(stream, 'drain');
}

function tell(
  io: ConsoleIo,
  summary: ConversionSummary,
  { written, format, color, width }: Omit<ConvertOptions, 'out'> & { readonly written: string | undefined },
): void {
  if (format === 'json') {
    io.out(jsonText({ ...summary, written: written ?? null }));
    return;
  }
  const page = newPage(pageOptions(io, { color, ...(width === undefined ? {} : { width }) }));
  addConversion(page, summary, written);
  io.out(`${page.lines.join('\n').replace(/^\n+/, '')}\n`);
}
