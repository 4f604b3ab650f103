import type { Report, ReportCheck, ReportFinding } from '../../report/report.ts';
import { placeText } from '../place-text.ts';
import type { Page } from './page.ts';
import { span } from './span.ts';

const TEXT = 10;
const FEW_FINDINGS = 3;
const FEW_PLACES = 3;

/** Every failed check with what is wrong, why it matters, what to do and where. */
export function addFailedChecks(page: Page, report: Report): void {
  const failed = report.checks.filter((check) => check.outcome === 'fail');
  if (failed.length === 0) return;
  page.heading('Failed checks', `${failed.length} of ${report.checks.length}`);
  for (const [index, check] of failed.entries()) {
    if (index > 0) page.blank();
    addCheck(page, check);
  }
}

function addCheck(page: Page, check: ReportCheck): void {
  const paint =
    check.severity === 'critical'
      ? page.paint.bad
      : check.severity === 'warning'
        ? page.paint.unsure
        : page.paint.accent;
  page.prose([span(check.severity, paint), span(`  ${check.id}`, page.paint.strong)], 2);
  const shown = page.details ? check.findings : check.findings.slice(0, FEW_FINDINGS);
  for (const finding of shown) addFinding(page, finding);
  if (shown.length < check.findings.length) more(page, check.findings.length - shown.length, 'findings');
}

function addFinding(page: Page, finding: ReportFinding): void {
  page.prose([span(finding.what)], TEXT, span('    what', page.paint.faint));
  page.prose([span(finding.why)], TEXT, span('    why', page.paint.faint));
  page.prose([span(finding.fix)], TEXT, span('    fix', page.paint.faint));
  const shown = page.details ? finding.places : finding.places.slice(0, FEW_PLACES);
  for (const place of shown)
    page.prose([span(placeText(place), page.paint.accent)], TEXT, span('    at', page.paint.faint));
  if (shown.length < finding.places.length) more(page, finding.places.length - shown.length, 'places');
}

function more(page: Page, count: number, noun: string): void {
  page.prose([span(`more ${noun} with --details: ${count}`, page.paint.faint)], TEXT);
}
