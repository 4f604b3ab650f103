import * as v from 'valibot';
import { ScoreViewSchema } from '../../src/render/score/score-view.ts';
import { LabelsReportSchema } from '../../src/report/labels-report.ts';
import { ReportSchema } from '../../src/report/report.ts';
import { element } from './element.ts';
import { labelsPage } from './labels-page.ts';
import { openForPrint } from './open-for-print.ts';
import { reportPage } from './report-page.ts';
import { scorePage } from './scores/score-page.ts';

const Pages = v.variant('schema', [ReportSchema, LabelsReportSchema, ScoreViewSchema]);
type PageData = v.InferOutput<typeof Pages>;

function pageOf(data: PageData): HTMLElement[] {
  switch (data.schema) {
    case 'lockstep-report/1':
      return reportPage(data);
    case 'lockstep-labels/1':
      return labelsPage(data);
    case 'lockstep-score-view/1':
      return scorePage(data);
  }
}

function start(): void {
  const root = document.getElementById('page');
  const parsed: unknown = JSON.parse(document.getElementById('report-data')?.textContent ?? 'null');
  const data = v.safeParse(Pages, parsed);
  if (data.success) {
    root?.replaceChildren(...pageOf(data.output));
    openForPrint();
    return;
  }
  const where = data.issues.slice(0, 3).map((issue) => `${v.getDotPath(issue) ?? 'the report'}: ${issue.message}`);
  const message = `The data in this page is not a report this page can read (${where.join('; ')}). Make the page again with: lockstep check --format html`;
  root?.replaceChildren(
    element('main', { id: 'report' }, element('h1', {}, 'Unreadable report'), element('p', {}, message)),
  );
}

start();
