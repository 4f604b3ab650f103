import { extname } from 'node:path';
import type { Format } from '../../render/render.ts';
import type { ConsoleIo } from '../console-io.ts';
import { cannotWriteFormat } from '../messages/cannot-write-format.ts';
import { printMessage } from '../print-message.ts';
import type { OutputOptions } from './output-options.ts';

const EXTENSIONS: Readonly<Record<string, Format>> = {
  '.json': 'json',
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.sarif': 'sarif',
};

/**
 * The format asked for, else the one that the name of the output file asks for, else the terminal's. Undefined, which was said, where
 * the name asks for one that the command does not write: JSON under the name of a web page helps nobody.
 */
export function chooseFormat<F extends Format>(
  io: ConsoleIo,
  { format, out }: Pick<OutputOptions<F>, 'format' | 'out'>,
  { command, formats }: { readonly command: string; readonly formats: readonly (F | 'terminal')[] },
): F | 'terminal' | undefined {
  if (format !== undefined) return format;
  const named = out === undefined ? undefined : EXTENSIONS[extname(out).toLowerCase()];
  if (out === undefined || named === undefined) return 'terminal';
  const chosen = formats.find((one) => one === named);
  if (chosen === undefined) printMessage(io, cannotWriteFormat({ out, named, command, formats }));
  return chosen;
}
