import type { Cause } from '../../causes/define-cause.ts';
import type { Check } from '../../checks/define-check.ts';
import { jsonText } from '../../render/json-text.ts';
import { markdownTable } from '../../render/markdown/table.ts';
import { newPage } from '../../render/terminal/page.ts';
import { span } from '../../render/terminal/span.ts';
import { addTable } from '../../render/terminal/table.ts';
import type { ConsoleIo } from '../console-io.ts';
import type { ExitCode } from '../exit-code.ts';
import { pageOptions } from '../output/page-options.ts';

export interface ListOptions {
  readonly format: 'terminal' | 'json' | 'markdown';
  readonly color: boolean;
  readonly width?: number;
}

interface Catalogue {
  readonly checks: readonly Check[];
  readonly causes: readonly Cause[];
}

/** `lockstep list`: every check and every cause that Lockstep knows. */
export async function list(io: ConsoleIo, options: ListOptions): Promise<ExitCode> {
  const { checks } = await import('../../checks/registry.ts');
  const { causes } = await import('../../causes/registry.ts');
  io.out(listText(io, { checks, causes }, options));
  return 0;
}

function listText(io: ConsoleIo, catalogue: Catalogue, options: ListOptions): string {
  switch (options.format) {
    case 'json':
      return jsonText({
        checks: catalogue.checks.map(({ id, title, severity, phase, clause, needs }) => ({
          id,
          title,
          severity,
          phase,
          clause,
          needs,
        })),
        causes: catalogue.causes.map(({ id, title, phase, clause }) => ({ id, title, phase, clause })),
      });
    case 'markdown': {
      const code = (id: string) => `\`${id}\``;
      const checks = catalogue.checks.map((one) => [
        code(one.id),
        one.severity,
        one.phase,
        one.clause ?? '',
        one.title,
      ]);
      const causes = catalogue.causes.map((one) => [code(one.id), one.phase, one.clause ?? '', one.title]);
      return [
        `## Checks\n\n${markdownTable(['Check', 'Severity', 'Phase', 'Clause', 'Holds when'], checks)}`,
        `## Causes\n\n${markdownTable(['Cause', 'Phase', 'Clause', 'Story'], causes)}\n`,
      ].join('\n\n');
    }
    case 'terminal':
      return terminalList(io, catalogue, options);
  }
}

function terminalList(io: ConsoleIo, catalogue: Catalogue, options: ListOptions): string {
  const page = newPage(pageOptions(io, options));
  page.prose([span('Checks', page.paint.strong), span(`  ${catalogue.checks.length}`, page.paint.faint)], 0);
  const checks = catalogue.checks.map((one) => [one.id, one.severity, one.phase, one.title]);
  addColumns(page, ['check', 'severity', 'phase', 'holds when'], checks);
  page.heading('Causes', String(catalogue.causes.length));
  const causes = catalogue.causes.map((one) => [one.id, one.phase, one.title]);
  addColumns(page, ['cause', 'phase', 'story'], causes);
  page.blank();
  page.prose([span('more: lockstep explain <id>', page.paint.faint)], 0);
  return `${page.lines.join('\n')}\n`;
}

/** Ids must stay whole to be typed, and titles to be understood; where they do not fit beside each other, the title goes below. */
function addColumns(
  page: ReturnType<typeof newPage>,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const isDrawn = addTable(page, {
    head: head.map((text) => span(text)),
    rows: rows.map((row) => row.map((text) => span(text))),
    left: head.map((_, column) => column),
    breakable: [head.length - 1],
  });
  if (isDrawn) return;
  for (const row of rows) {
    const facts = row.slice(1, -1).join(', ');
    page.prose([span(row[0] ?? '', page.paint.strong), span(`  ${facts}`, page.paint.faint)], 2);
    page.prose(row.at(-1) ?? '', 6);
  }
}
