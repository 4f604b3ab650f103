import { docPages } from '../../generated/doc-pages.ts';
import { newPage } from '../../render/terminal/page.ts';
import { span } from '../../render/terminal/span.ts';
import { closeIds } from '../close-ids.ts';
import type { ConsoleIo } from '../console-io.ts';
import { addDocPage } from '../doc-page.ts';
import type { ExitCode } from '../exit-code.ts';
import { unknownId } from '../messages/unknown-id.ts';
import { printMessage } from '../print-message.ts';
import { terminalWidth } from '../terminal-width.ts';
import { usesColour } from '../uses-colour.ts';

export interface ExplainOptions {
  readonly format: 'terminal' | 'markdown';
  readonly color: boolean;
  readonly width?: number;
}

/** `lockstep explain <id>`: the page of a check or a cause; both when they share the id. */
export async function explain(io: ConsoleIo, id: string, options: ExplainOptions): Promise<ExitCode> {
  const { checks } = await import('../../checks/registry.ts');
  const { causes } = await import('../../causes/registry.ts');
  const kinds = { checks, causes };
  const pages = (['checks', 'causes'] as const).flatMap((kind) => {
    const page = Object.hasOwn(docPages, `${kind}/${id}`) ? docPages[`${kind}/${id}`] : undefined;
    if (page !== undefined) return [page];
    const known = kinds[kind].find((one) => one.id === id);
    // A unit without its page: the title is better than denying that it exists.
    return known === undefined ? [] : [`# ${id}\n\n${known.title}.\n`];
  });
  if (pages.length === 0) {
    const ids = [...checks, ...causes].map((one) => one.id);
    printMessage(io, unknownId(id, closeIds(id, ids)));
    return 2;
  }
  if (options.format === 'markdown') {
    io.out(pages.join('\n'));
    return 0;
  }
  const page = newPage({
    width: terminalWidth(io, options.width),
    colour: usesColour(io, 'out', options.color),
    details: true,
  });
  for (const [index, markdown] of pages.entries()) {
    if (index > 0) page.flow([span('─'.repeat(Math.min(40, page.width)))], 0);
    addDocPage(page, markdown);
  }
  io.out(`${page.lines.join('\n').replace(/^\n+/, '')}\n`);
  return 0;
}
