import type { Report } from '../../report/report.ts';
import type { Page } from './page.ts';
import { span } from './span.ts';
import { addTableOrList } from './table-or-list.ts';

/** What --details adds: files, versions, checks that passed or do not apply, the loss curve, timings. */
export function addDetails(page: Page, report: Report): void {
  if (!page.details) return;
  page.heading('Files');
  for (const artifact of report.evidence.artifacts) {
    const paint = artifact.state === 'found' ? page.paint.good : page.paint.unsure;
    page.prose(
      [
        span(artifact.state, paint),
        span(` ${artifact.name}  ${artifact.path}${artifact.detail === '' ? '' : `: ${artifact.detail}`}`),
      ],
      4,
      span('  -'),
    );
  }
  const versions = Object.entries(report.run.versions).map(([name, version]) => `${name} ${version}`);
  if (versions.length > 0) page.prose([span('versions  ', page.paint.faint), span(versions.join(', '))], 2);
  addOutcomes(page, report, 'pass', 'Passed');
  addOutcomes(page, report, 'not-applicable', 'Does not apply');
  addLoss(page, report);
  page.heading('Milliseconds');
  page.prose(
    Object.entries(report.timings).map(([stage, time]) => span(`${stage} ${time.toFixed(1)}  `)),
    2,
  );
}

function addOutcomes(page: Page, report: Report, outcome: 'pass' | 'not-applicable', title: string): void {
  const checks = report.checks.filter((check) => check.outcome === outcome);
  if (checks.length === 0) return;
  page.heading(title, `${checks.length} of ${report.checks.length} checks`);
  for (const check of checks)
    page.prose([span(check.id, page.paint.strong), span(`  ${check.because}`)], 4, span('  -'));
}

function addLoss(page: Page, report: Report): void {
  const { loss } = report.evidence;
  if (loss.length === 0) return;
  page.heading('Loss');
  const head = ['step', 'loss', 'token accuracy', 'evaluation loss'].map((text) => span(text));
  const rows = loss.map((point) => [
    span(String(point.step)),
    ...[point.loss, point.accuracy, point.evalLoss].map((value) => span(value === null ? '' : value.toPrecision(3))),
  ]);
  addTableOrList(page, { head, rows, left: [] });
}
