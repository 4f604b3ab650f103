import type { Report, ReportCheck } from '../../report/report.ts';
import { codeSpan } from '../code-span.ts';
import { escapeMarkdown as md } from '../escape-markdown.ts';
import { placeText } from '../place-text.ts';

/** A comment names a few places; the JSON report has all. */
const FEW_PLACES = 5;

/** One section for each failed check, then one for the checks without a verdict. */
export function markdownChecks(report: Report): readonly string[] {
  const failed = report.checks.filter((check) => check.outcome === 'fail');
  const sections = failed.map(failedCheck);
  const open = report.checks.filter((check) => ['blocked', 'unknown', 'crashed'].includes(check.outcome));
  if (failed.length > 0) sections.unshift(`### Failed checks (${failed.length} of ${report.checks.length})`);
  if (open.length > 0) {
    sections.push(
      `### Without a verdict (${open.length} of ${report.checks.length} checks)\n\n${open.map(openCheck).join('\n')}`,
    );
  }
  return sections;
}

function failedCheck(check: ReportCheck): string {
  const findings = check.findings.map((finding) => {
    const places = finding.places.slice(0, FEW_PLACES).map((place) => `  - at ${codeSpan(placeText(place))}`);
    const rest = finding.places.length - places.length;
    return [
      `- ${md(finding.what)}`,
      `  - why: ${md(finding.why)}`,
      `  - **fix:** ${md(finding.fix)}`,
      ...places,
      ...(rest > 0 ? [`  - more places: ${rest}`] : []),
    ].join('\n');
  });
  return [`**${check.severity}** ${codeSpan(check.id)}`, findings.join('\n')].join('\n\n');
}

function openCheck(check: ReportCheck): string {
  const [reason = ''] = check.because.split('\n');
  const settle = check.settle === undefined ? '' : `. Would settle it: ${md(check.settle)}`;
  return `- ${codeSpan(check.id)} ${check.outcome}: ${md(reason)}${settle}`;
}
