import { countText } from '../../../src/render/count-text.ts';
import type { Report, ReportCheck } from '../../../src/report/report.ts';
import { type Child, element } from '../element.ts';
import { fold } from '../fold.ts';
import { section } from '../section.ts';
import type { Mark } from '../state-mark.ts';
import { stateWord } from '../state-word.ts';
import { findingBox } from './finding-box.ts';

const PHASES = {
  A: 'Freeze the evidence',
  B: 'Overfit a few rows with a nonce',
  C: 'Inspect the labels',
  D: 'Compare the renderings',
  E: 'Score generated text only',
  F: 'Simplify the target, then bring JSON back',
  G: 'Data, hyper-parameters, visual ablations',
} as const;

const OUTCOMES: Readonly<
  Record<
    ReportCheck['outcome'],
    { readonly rank: number; readonly word: string; readonly counted: string; readonly mark: Mark }
  >
> = {
  fail: { rank: 0, word: 'Fails', counted: 'failing', mark: 'broken' },
  crashed: { rank: 1, word: 'Crashed', counted: 'crashed', mark: 'none' },
  unknown: { rank: 2, word: 'Cannot tell', counted: 'undecided', mark: 'unknown' },
  blocked: { rank: 3, word: 'Did not run', counted: 'not run', mark: 'unknown' },
  pass: { rank: 4, word: 'Passes', counted: 'passing', mark: 'holds' },
  'not-applicable': { rank: 5, word: 'Does not apply', counted: 'not applicable', mark: 'none' },
};

const SEVERITIES = { critical: 0, warning: 1, note: 2 } as const;

/** Findings drawn at once; a check can have one for every row of a data set. */
const SHOWN_FINDINGS = 10;

/** Findings kept in the page at all, so that a bad data set cannot make it too heavy to open; the JSON report has the rest. */
const MAX_FINDINGS = 200;

/** Outcomes that leave nothing to do: folded, so that what fails or is open can be seen. */
const SETTLED: ReadonlySet<ReportCheck['outcome']> = new Set(['pass', 'not-applicable']);

/** Every check in the order of work; within a phase what fails stands first, and what is settled is folded. */
export function checksSection(report: Report): HTMLElement {
  const text = { id: 'checks', title: 'All checks', lead: summary(report.checks) };
  if (report.checks.length === 0) return section(text);
  const groups = Object.entries(PHASES).map(([phase, title]) => {
    const checks = report.checks.filter((check) => check.phase === phase).sort(failingFirst);
    if (checks.length === 0) return undefined;
    const settled = checks.filter(({ outcome }) => SETTLED.has(outcome));
    const open = checks.filter(({ outcome }) => !SETTLED.has(outcome));
    return element(
      'div',
      { class: 'phase' },
      element('h3', {}, element('span', { class: 'phase-letter' }, phase), title),
      bySameReason(open).map(checkBox),
      settled.length > 0 &&
        fold(
          counts(settled),
          settled.map((check) => checkBox([check])),
        ),
    );
  });
  return section(text, groups);
}

/** Checks that one missing file keeps from running say so once; a check with findings stands by itself. */
function bySameReason(checks: readonly ReportCheck[]): readonly (readonly [ReportCheck, ...ReportCheck[]])[] {
  const groups = new Map<string, [ReportCheck, ...ReportCheck[]]>();
  for (const check of checks) {
    const { id, outcome, because, settle = '', findings } = check;
    const key = findings.length > 0 || outcome === 'fail' ? id : JSON.stringify([outcome, because, settle]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [check]);
    else group.push(check);
  }
  return [...groups.values()];
}

function summary(checks: readonly ReportCheck[]): string {
  return checks.length === 0 ? 'No check ran.' : `${countText(checks.length)} checks: ${counts(checks)}.`;
}

function counts(checks: readonly ReportCheck[]): string {
  const parts = Object.entries(OUTCOMES).flatMap(([outcome, { counted }]) => {
    const count = checks.filter((check) => check.outcome === outcome).length;
    return count === 0 ? [] : [`${countText(count)} ${counted}`];
  });
  return parts.join(', ');
}

function failingFirst(a: ReportCheck, b: ReportCheck): number {
  return (
    OUTCOMES[a.outcome].rank - OUTCOMES[b.outcome].rank ||
    SEVERITIES[a.severity] - SEVERITIES[b.severity] ||
    (a.id < b.id ? -1 : 1)
  );
}

/** One check, or several with the same reason. */
function checkBox([check, ...others]: readonly [ReportCheck, ...ReportCheck[]]): HTMLElement {
  const { mark, word } = OUTCOMES[check.outcome];
  return element(
    'article',
    { class: `check check-${check.outcome}` },
    element(
      'div',
      { class: 'check-head' },
      stateWord(mark, word),
      element('h4', {}, check.title),
      check.outcome === 'fail' && element('span', { class: `severity severity-${check.severity}` }, check.severity),
    ),
    element('p', {}, check.because, ' ', element('code', { class: 'id' }, check.id)),
    check.settle !== undefined &&
      element('p', { class: 'settle' }, element('b', {}, 'It would run with: '), check.settle),
    others.length > 0 && element('p', { class: 'same-reason' }, 'For the same reason:'),
    others.map(({ title, id }) => element('p', {}, title, ' ', element('code', { class: 'id' }, id))),
    findings(check),
  );
}

function findings(check: ReportCheck): Child {
  const boxes = check.findings.slice(0, MAX_FINDINGS).map(findingBox);
  if (boxes.length <= SHOWN_FINDINGS) return boxes;
  const hidden = countText(check.findings.length - SHOWN_FINDINGS);
  const left = check.findings.length - boxes.length;
  const omitted = left > 0 && element('p', {}, `${countText(left)} further findings are in the JSON report.`);
  return [boxes.slice(0, SHOWN_FINDINGS), fold(`${hidden} more findings`, boxes.slice(SHOWN_FINDINGS), omitted)];
}
