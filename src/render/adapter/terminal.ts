import type { AdapterModuleRow, AdapterReport } from '../../report/adapter-report.ts';
import { displayWidth } from '../display-width.ts';
import { newPage, type Page, type TerminalOptions } from '../terminal/page.ts';
import { type Paint, span } from '../terminal/span.ts';
import { addTable } from '../terminal/table.ts';
import { addVerdictLine } from '../terminal/verdict-line.ts';
import { adapterLines } from './adapter-lines.ts';
import { adapterVerdict } from './adapter-verdict.ts';
import { commonPrefix } from './common-prefix.ts';
import { type ModuleColumn, moduleColumns } from './module-columns.ts';

/** What the columns of a merge mean, by their title. */
const LEGEND: readonly (readonly [title: string, meaning: string])[] = [
  ['κ', 'how many times the update counts, 1 is right'],
  ['left of W', 'what base and update do not explain, relative to the weight'],
  ['lost', 'share of the update that rounding to the storage type leaves out'],
];
/** Modules shown without --details. */
const FEW_MODULES = 12;
/** The widest tables first. */
const TIERS = [3, 2, 1] as const;
/** Between columns, and before the first one. */
const GAP = 2;

/** An adapter for a terminal: the verdict, how sure it is, the modules, the names, and what servers would do. */
export function renderAdapterTerminal(report: AdapterReport, options: TerminalOptions): string {
  const page = newPage(options);
  const verdict = adapterVerdict(report);
  const lines = adapterLines(report);
  const paint = { good: page.paint.good, bad: page.paint.bad, unknown: page.paint.unsure }[verdict.state];
  addVerdictLine(page, verdict.words.toUpperCase(), { paint, text: verdict.because });
  page.prose([span(sidesLine(report), page.paint.faint)], 2);
  for (const line of lines.reading) page.prose([span(line, page.paint.faint)], 2);
  if (verdict.advice !== undefined) page.prose(verdict.advice, 6, span('  do:', page.paint.strong));
  if (report.problems.length > 0) addProblems(page, report);
  addModules(page, report, lines.settings);
  addLines(page, 'Names', lines.keys);
  addLines(page, 'Converted adapters in the folder', lines.converted);
  addServers(page, report);
  return `${page.lines.join('\n').replace(/^\n+/, '')}\n`;
}

function sidesLine({ adapter, base, merged }: AdapterReport): string {
  const sides = [`adapter ${adapter}`, base && `base ${base}`, merged && `merged ${merged}`];
  return sides.filter((side) => side !== undefined).join(', ');
}

function addProblems(page: Page, { problems }: AdapterReport): void {
  page.heading('Could not be compared');
  const shown = page.details ? problems : problems.slice(0, FEW_MODULES);
  for (const { path, reason } of shown)
    page.prose([span(`${path}: `, page.paint.unsure), span(reason)], 4, span('  •'));
}

function addModules(page: Page, report: AdapterReport, settings: string): void {
  const { modules, merge } = report;
  const order = merge === undefined ? '' : ', worst first';
  const prefix = commonPrefix(report);
  page.heading('Modules', `${settings}${order}${prefix === '' ? '' : `; names without ${prefix}`}`);
  const shown = page.details ? modules : modules.slice(0, FEW_MODULES);
  const columns = moduleColumns(report, prefix);
  const tier = TIERS.find((one) => naturalWidth(columns, one, shown) <= page.width) ?? 1;
  const drawn = columns.filter((column) => column.tier <= tier);
  const fits = addModuleTable(page, drawn, shown);
  if (!fits)
    for (const row of shown) page.prose([span(row.name), span(`  ${lastCells(columns, row)}`)], 4, span('  •'));
  addLegend(page, fits ? drawn : columns.filter((column) => column.tier === 1));
  if (shown.length < modules.length)
    page.prose([span(`${modules.length - shown.length} more with --details`, page.paint.faint)], 2);
}

function addLegend(page: Page, columns: readonly ModuleColumn[]): void {
  const meanings = LEGEND.filter(([title]) => columns.some((column) => column.title === title));
  if (meanings.length === 0) return;
  page.prose([span(`${meanings.map(([title, meaning]) => `${title}: ${meaning}`).join('. ')}.`, page.paint.faint)], 2);
}

/** Without cutting a text: numbers are given up before names. */
function naturalWidth(columns: readonly ModuleColumn[], tier: number, rows: readonly AdapterModuleRow[]): number {
  const widths = columns
    .filter((column) => column.tier <= tier)
    .map((column) => Math.max(...[column.title, ...rows.map((row) => column.cell(row))].map(displayWidth)));
  return widths.reduce((sum, width) => sum + width + GAP, 0);
}

function addModuleTable(page: Page, columns: readonly ModuleColumn[], rows: readonly AdapterModuleRow[]): boolean {
  return addTable(page, {
    head: columns.map(({ title }) => span(title)),
    rows: rows.map((row) => columns.map((column) => span(column.cell(row), paintOf(page, column, row)))),
    left: columns.flatMap(({ isText }, at) => (isText ? [at] : [])),
  });
}

function paintOf(page: Page, { title }: ModuleColumn, row: AdapterModuleRow): Paint | undefined {
  if (title === 'note') return page.paint.unsure;
  if (title !== 'κ' && title !== 'merge') return undefined;
  return row.merge?.verdict === 'merged' ? page.paint.good : page.paint.bad;
}

function lastCells(columns: readonly ModuleColumn[], row: AdapterModuleRow): string {
  const cells = columns.filter(({ tier, title }) => tier === 1 && title !== 'module');
  return cells.map((column) => column.cell(row)).join(' ');
}

function addLines(page: Page, title: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  page.heading(title);
  for (const line of lines) page.prose(line, 2);
}

const KINDS = { error: 'refuses', ignored: 'leaves out', 'other-scale': 'other scale', ok: 'takes it' } as const;

function addServers(page: Page, { servers, format }: AdapterReport): void {
  if (format === 'gguf') return;
  page.heading('What servers do with this adapter', 'served beside the base, not merged');
  if (servers.length === 0)
    page.prose('No rule of vLLM, llama.cpp, Ollama or MLX that Lockstep knows speaks against it.', 2);
  for (const { server, kind, why, keys, count, source, versionRead } of servers) {
    const some = keys.slice(0, 2).join(', ');
    page.prose(
      [
        span(`${KINDS[kind]}: `, kind === 'ok' ? page.paint.good : page.paint.unsure),
        span(`${why} (${some}${count > 2 ? `, … ${count} in all` : ''}). `),
        span(`${source}; ${versionRead}`, page.paint.faint),
      ],
      13,
      span(`  ${server}`, page.paint.strong),
    );
  }
}
