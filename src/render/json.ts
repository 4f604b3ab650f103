import * as v from 'valibot';
import { type Report, ReportSchema } from '../report/report.ts';
import { jsonText } from './json-text.ts';

/** The report itself: keys in the order of the schema, those of records sorted, two spaces; the same report gives the same bytes. */
export function renderJson(report: Report): string {
  // Parsing rebuilds every object in the order of the schema, wherever it came from.
  const ordered = v.parse(ReportSchema, report);
  const stable: Report = {
    ...ordered,
    run: { ...ordered.run, versions: sortedKeys(ordered.run.versions) },
    checks: ordered.checks.map((check) => ({
      ...check,
      findings: check.findings.map((finding) => ({ ...finding, data: sortedKeys(finding.data) })),
    })),
    timings: sortedKeys(ordered.timings),
  };
  return jsonText(stable);
}

function sortedKeys<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
