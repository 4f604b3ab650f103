import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Conversion } from '../../convert/conversion.ts';
import type { ConversionSummary } from '../../convert/conversion-summary.ts';
import { jsonText } from '../../render/json-text.ts';
import { addConversion } from '../../render/terminal/conversion.ts';
import { newPage } from '../../render/terminal/page.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { cannotWrite } from '../messages/cannot-write.ts';
import { notConvertible } from '../messages/not-convertible.ts';
import { openFile } from '../open-file.ts';
import { printMessage } from '../print-message.ts';
import { withProgress } from '../progress.ts';
import { terminalWidth } from '../terminal-width.ts';
import { usesColour } from '../uses-colour.ts';

export interface ConvertOptions {
  readonly out: string;
  readonly to?: 'prompt-completion' | 'messages';
  readonly turns: 'each' | 'last';
  readonly role: Readonly<Record<string, string>>;
  readonly targetClass?: string;
  readonly targetJson?: string;
  readonly classes?: string;
  readonly keepGoing?: boolean;
  readonly format: 'terminal' | 'json';
  readonly color: boolean;
  readonly width?: number;
}

/** `lockstep convert <file>`: writes the converted rows beside the target first, and puts them in its place when all went well. */
export async function convert(io: ConsoleIo, file: string, options: ConvertOptions): Promise<ExitCode> {
  const { conversionFor } = await import('../../convert/conversion-for.ts');
  const conversion = conversionFor({
    roles: options.role,
    shape: options.to === 'prompt-completion' ? `prompt-completion-${options.turns}` : (options.to ?? 'keep'),
    ...(options.targetClass === undefined ? {} : { classPath: options.targetClass }),
    ...(options.targetJson === undefined ? {} : { pattern: options.targetJson }),
    ...(options.classes === undefined ? {} : { classes: options.classes.split(',') }),
  });
  if (!conversion.ok) {
    printMessage(io, notConvertible(file, conversion.problem.reason));
    return 2;
  }
  const opened = await openFile(io, file, notConvertible);
  if (opened === undefined) return 2;
  const partial = `${options.out}.part`;
  try {
    const summary = await writeAll(io, { opened, file, partial }, conversion.value);
    if (summary === undefined) return 2;
    const isComplete = summary.refusedRows === 0;
    const isWritten = summary.rowsWritten > 0 && (isComplete || options.keepGoing === true);
    if (isWritten) await rename(partial, options.out);
    tell(io, summary, { ...options, written: isWritten ? options.out : undefined });
    return isWritten ? 0 : 1;
  } catch (error) {
    printMessage(io, cannotWrite(options.out, error instanceof Error ? error.message : String(error)));
    return 2;
  } finally {
    await rm(partial, { force: true });
  }
}

interface Files {
  readonly opened: NonNullable<Awaited<ReturnType<typeof openFile>>>;
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
  {
    format,
    color,
    width,
    written,
  }: Pick<ConvertOptions, 'format' | 'color' | 'width'> & { written: string | undefined },
): void {
  if (format === 'json') {
    io.out(jsonText({ ...summary, written: written ?? null }));
    return;
  }
  const page = newPage({ width: terminalWidth(io, width), colour: usesColour(io, 'out', color), details: false });
  addConversion(page, summary, written);
  io.out(`${page.lines.join('\n').replace(/^\n+/, '')}\n`);
}
