import * as v from 'valibot';
import { type Report, ReportSchema } from '../../src/report/report.ts';
import { element } from './element.ts';
import { openForPrint } from './open-for-print.ts';
import { causesSection } from './sections/causes.ts';
import { checksSection } from './sections/checks.ts';
import { clausesSection } from './sections/clauses.ts';
import { differencesSection } from './sections/differences.ts';
import { evidenceSection } from './sections/evidence.ts';
import { lossSection } from './sections/loss.ts';
import { scoresSection } from './sections/scores.ts';
import { tokensSection } from './sections/tokens.ts';
import { verdictSection } from './sections/verdict.ts';

const SECTIONS = [
  verdictSection,
  clausesSection,
  causesSection,
  tokensSection,
  differencesSection,
  scoresSection,
  lossSection,
  checksSection,
  evidenceSection,
] as const;

const LINKS = [
  ['verdict', 'Verdict'],
  ['clauses', 'Clauses'],
  ['causes', 'Causes'],
  ['tokens', 'Tokens'],
  ['differences', 'Differences'],
  ['scores', 'Scores'],
  ['loss', 'Training curve'],
  ['checks', 'Checks'],
  ['evidence', 'Evidence'],
] as const;

function readReport(): v.SafeParseResult<typeof ReportSchema> {
  const parsed: unknown = JSON.parse(document.getElementById('report-data')?.textContent ?? 'null');
  return v.safeParse(ReportSchema, parsed);
}

function page(report: Report): HTMLElement[] {
  return [
    element('a', { class: 'skip', href: '#report' }, 'Skip to the report'),
    element(
      'header',
      {},
      element('p', { class: 'product' }, element('b', {}, 'Lockstep'), ' report'),
      element('p', {}, element('code', {}, report.run.folder)),
    ),
    element(
      'nav',
      { 'aria-label': 'Sections' },
      element(
        'ul',
        {},
        LINKS.map(([id, title]) => element('li', {}, element('a', { href: `#${id}` }, title))),
      ),
    ),
    element(
      'main',
      { id: 'report', tabindex: -1 },
      SECTIONS.map((draw) => draw(report)),
    ),
    footer(report),
  ];
}

function footer(report: Report): HTMLElement {
  const timings = Object.entries(report.timings).map(([stage, time]) => `${stage} ${time.toFixed(0)} ms`);
  return element(
    'footer',
    {},
    element('p', {}, `Lockstep ${report.tool.version}, ${report.schema}. This file asks the network for nothing.`),
    timings.length > 0 && element('p', {}, timings.join(' · ')),
  );
}

function start(): void {
  const root = document.getElementById('page');
  const report = readReport();
  if (report.success) {
    root?.replaceChildren(...page(report.output));
    openForPrint();
    return;
  }
  const where = report.issues.slice(0, 3).map((issue) => `${v.getDotPath(issue) ?? 'the report'}: ${issue.message}`);
  const message = `The data in this page is not a report this page can read (${where.join('; ')}). Make the page again with: lockstep check --format html`;
  root?.replaceChildren(
    element('main', { id: 'report' }, element('h1', {}, 'Unreadable report'), element('p', {}, message)),
  );
}

start();
