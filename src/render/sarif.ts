import type { Report, ReportCheck, ReportFinding } from '../report/report.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { jsonText } from './json-text.ts';
import { sarifLocation } from './sarif/location.ts';
import { textHash } from './sarif/text-hash.ts';

export interface SarifOptions {
  /** Where the documentation is, ending in `/`. SARIF wants absolute addresses; the default is its folder in the package. */
  readonly docs?: string;
}

const LEVELS = { critical: 'error', warning: 'warning', note: 'note' } as const;

/**
 * The report as SARIF 2.1.0 (OASIS, 2020): a rule for each check, a result for each finding, clauses and causes as properties of the run.
 */
export function renderSarif(report: Report, options: SarifOptions = {}): string {
  const results = report.checks.flatMap((check, ruleIndex) =>
    check.findings.map((finding) => resultOf(check, finding, ruleIndex)),
  );
  const run = {
    tool: {
      driver: {
        name: 'Lockstep',
        semanticVersion: report.tool.version,
        rules: report.checks.map((check) => ruleOf(check, options.docs ?? 'docs/')),
      },
    },
    invocations: [
      {
        executionSuccessful: !report.checks.some((check) => check.outcome === 'crashed'),
        toolExecutionNotifications: notifications(report),
      },
    ],
    columnKind: 'unicodeCodePoints',
    results,
    properties: {
      verdict: report.verdict,
      headline: sarifText(report.headline),
      clauses: report.clauses.map((clause) => ({ ...clause, because: sarifText(clause.because) })),
      causes: report.diagnoses.map(({ cause, probability }) => ({ cause, probability })),
    },
  };
  return jsonText({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] });
}

function ruleOf(check: ReportCheck, docs: string) {
  const fixes = [...new Set(check.findings.map((finding) => sarifText(finding.fix)))];
  const help = fixes.length > 0 ? fixes.join('\n') : `lockstep explain ${check.id}`;
  return {
    id: check.id,
    shortDescription: { text: sarifText(check.title) },
    help: { text: help },
    helpUri: `${docs}checks/${check.id}.md`,
    defaultConfiguration: { level: LEVELS[check.severity] },
    properties: {
      phase: check.phase,
      ...(check.clause === undefined ? {} : { clause: check.clause }),
      outcome: check.outcome,
    },
  };
}

function resultOf(check: ReportCheck, finding: ReportFinding, ruleIndex: number) {
  const locations = finding.places.map(sarifLocation);
  return {
    ruleId: check.id,
    ruleIndex,
    level: LEVELS[check.severity],
    message: { text: [finding.what, finding.why, finding.fix].map(sarifText).join('\n') },
    locations: locations.slice(0, 1),
    ...(locations.length > 1
      ? { relatedLocations: locations.slice(1).map((location, index) => ({ id: index + 1, ...location })) }
      : {}),
    partialFingerprints: { 'lockstepFinding/v1': fingerprint(check, finding) },
  };
}

/** Counts and row numbers change from capture to capture while the finding stays the same; files and settings do not. */
function fingerprint(check: ReportCheck, finding: ReportFinding): string {
  const places = finding.places.map((place) => [
    place.path,
    place.kind === 'setting' ? place.key : '',
    place.kind === 'tensor' ? place.name : '',
  ]);
  const distinct = [...new Set(places.map((place) => place.join('\n')))].sort();
  return textHash([check.id, finding.message, ...distinct].join('\0'));
}

function notifications(report: Report) {
  return report.checks.flatMap((check) => {
    if (check.outcome === 'pass' || check.outcome === 'fail' || check.outcome === 'not-applicable') return [];
    const settle = check.settle === undefined ? '' : ` Would settle it: ${check.settle}`;
    return [
      {
        descriptor: { id: check.id },
        level: check.outcome === 'crashed' ? ('error' as const) : ('note' as const),
        message: { text: sarifText(`${check.outcome}: ${check.because}.${settle}`) },
      },
    ];
  });
}

/** Viewers show messages as they are, and `[text](target)` in one is a link (SARIF 2.1.0, 3.11.6). */
function sarifText(text: string): string {
  return escapeTerminal(text).replace(/\](?=\()/g, '\\]');
}
