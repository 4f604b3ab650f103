import { docPages } from '../../generated/doc-pages.ts';
import { newPage } from '../../render/terminal/page.ts';
import { span } from '../../render/terminal/span.ts';
import { closeIds } from '../close-ids.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { unknownId } from '../messages/unknown-id.ts';
import { pageOptions } from '../output/page-options.ts';
import { addDocPage } from '../pages/doc-page.ts';
import { printMessage } from '../print-message.ts';

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
  const page = newPage(pageOptions(io, options));
  for (const [index, markdown] of pages.entries()) {
    if (index > 0) page.flow([span('─'.repeat(Math.min(40, page.width)))], 0);
    addDocPage(page, markdown);
  }
  io.out(`${page.lines.join('\n').replace(/^\n+/, '')}\n`);
  return 0;
}
