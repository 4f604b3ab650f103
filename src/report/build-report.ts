import { type JudgedClause, judgeClauses } from '../causes/judge-clauses.ts';
import { type Ranking, rankDiagnoses } from '../causes/rank-diagnoses.ts';
import type { Diagnosis } from '../causes/weigh-causes.ts';
import type { CheckResult } from '../checks/run-checks.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { listWords } from '../lib/list-words.ts';
import { calibration } from './calibration.ts';
import { nextStep } from './next-step.ts';
import type { Report } from './report.ts';
import { reportChecks, sawOf } from './report-checks.ts';
import { reportDiagnoses, withheldBecause } from './report-diagnoses.ts';
import { reportDifferences } from './report-differences.ts';
import { reportArtifacts, reportLoss, reportRegions } from './report-evidence.ts';
import { reportRows } from './report-rows.ts';
import { reportScores } from './report-scores.ts';
import { reportUndecided } from './report-undecided.ts';

export interface ReportInput {
  readonly folder: string;
  readonly version: string;
  readonly evidence: Evidence;
  readonly results: readonly CheckResult[];
  readonly weighed: readonly Diagnosis[];
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>;
}

/** Puts everything a person may see into one JSON value. Ranking and judging happen here and before, never in a renderer. */
export function buildReport({ folder, version, evidence, results, weighed, timings }: ReportInput): Report {
  const clauses = judgeClauses(results);
  const ranking = rankDiagnoses(weighed);
  const { diagnoses } = ranking;
  const undecided = ranking.undecided.map((tie) => reportUndecided(tie, folder));
  const open = clauses.filter(({ state }) => state !== 'holds');
  const next = nextStep({ diagnoses, undecided, clauses }, folder);
  const regions = reportRegions(evidence);
  return {
    schema: 'lockstep-report/1',
    tool: { name: 'lockstep', version },
    run: { folder, versions: versionsOf(evidence) },
    verdict: verdictOf(clauses),
    headline: headlineOf(clauses, ranking) + scoresNote(clauses, evidence),
    clauses: clauses.map((clause) => withSaw(clause, results)),
    diagnoses: reportDiagnoses(diagnoses, clauses),
    ...(undecided.length > 0 ? { undecided } : {}),
    ...(next === undefined ? {} : { next }),
    ...(open.length > 0 ? { withheld: withheldBecause(open) } : {}),
    calibration: {
      runs: calibration.runs,
      note: `of ${calibration.established} causes given 0.9 or more on ${calibration.runs} sample runs, ${calibration.right} were right`,
    },
    checks: reportChecks(results),
    evidence: {
      artifacts: reportArtifacts(evidence),
      ...(regions === undefined ? {} : { regions }),
      rows: reportRows(evidence, pointedLines(results)),
      differences: reportDifferences(evidence),
      loss: reportLoss(evidence),
    },
    scores: reportScores(evidence),
    timings: { ...timings },
  };
}

function versionsOf({ versions }: Evidence): Record<string, string> {
  if (versions.state !== 'found') return {};
  return Object.fromEntries(Object.entries(versions.value.libraries).map(([name, { version }]) => [name, version]));
}

function verdictOf(clauses: readonly JudgedClause[]): Report['verdict'] {
  if (clauses.some(({ state }) => state === 'broken')) return 'broken';
  return clauses.every(({ state }) => state === 'holds') ? 'holds' : 'unknown';
}

function headlineOf(clauses: readonly JudgedClause[], ranking: Ranking): string {
  const broken = clauses.filter(({ state }) => state === 'broken').map(({ id }) => id);
  const open = clauses.filter(({ state }) => state === 'unknown').map(({ id }) => id);
  const cause = causeSentence(ranking);
  if (broken.length > 0)
    return `What was trained is not what is served: ${listWords(broken)} ${broken.length > 1 ? 'are' : 'is'} broken.${cause}`;
  if (open.length > 0)
    return `Nothing is proved broken, but ${open.length === clauses.length ? 'none of the four clauses can' : `${listWords(open)} cannot`} be told from these files.${cause}`;
  return cause === ''
    ? 'What was trained is what is served: all four clauses hold.'
    : `All four clauses hold: the pipeline is right, the fault is in data or training.${cause}`;
}

function causeSentence({ diagnoses: [first], undecided: [open] }: Ranking): string {
  const clauseOf = (title: string) => `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
  if (first !== undefined) return ` Most probable cause: ${clauseOf(first.cause.title)}.`;
  if (open === undefined) return '';
  const titles = open.between.map(({ cause }) => `"${clauseOf(cause.title)}"`);
  return ` The evidence does not separate ${listWords(titles)}.`;
}

/** From here on people would call the answers right and look no further. */
const GOOD = 0.9;

/** A broken clause that does this model no harm is broken all the same: the next model, or the next server, will not be so lucky. */
function scoresNote(clauses: readonly JudgedClause[], { scores }: Evidence): string {
  if (scores.state !== 'found' || !clauses.some(({ state }) => state === 'broken')) return '';
  const unseen = scores.value.rows.filter((row) => row.split !== 'train' && row.correctRecorded !== null);
  const right = unseen.filter((row) => row.correctRecorded).length;
  if (unseen.length === 0 || right < unseen.length * GOOD) return '';
  return ` The scores do not show it: ${right} of ${unseen.length} evaluation rows are right.`;
}

/** A broken clause says what was seen, not only which check saw it. */
function withSaw(clause: JudgedClause, results: readonly CheckResult[]): Report['clauses'][number] {
  if (clause.state !== 'broken') return clause;
  const failed = results.filter(
    ({ check, outcome }) => check.clause === clause.id && check.severity === 'critical' && outcome.kind === 'fail',
  );
  return { ...clause, because: failed.map(sawOf).join(' ') };
}

/** Lines of the captured batches that findings on labels point at. */
function pointedLines(results: readonly CheckResult[]): readonly number[] {
  return results.flatMap(({ check, outcome }) => {
    if (outcome.kind !== 'fail' || check.phase !== 'C') return [];
    const [finding] = outcome.findings;
    return finding.places
      .flatMap((place) => (place.kind === 'file' && place.line !== undefined ? [place.line] : []))
      .slice(0, 1);
  });
}
