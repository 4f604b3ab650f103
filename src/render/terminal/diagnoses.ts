import type { Report, ReportDiagnosis, ReportUndecided } from '../../report/report.ts';
import { countText } from '../count-text.ts';
import { probabilityText } from '../probability-text.ts';
import { unsettledGroups } from '../unsettled-groups.ts';
import type { Page } from './page.ts';
import { type Paint, span } from './span.ts';

const TEXT = 5;
const LABEL = 14;

/** The ranked causes with what speaks for and against each, then the one next step and the advice that has to wait. */
export function addDiagnoses(page: Page, report: Report): void {
  if (report.diagnoses.length > 0) {
    page.heading('Likely causes');
    page.prose([span(calibrationNote(report), page.paint.faint)], 2);
    for (const [index, diagnosis] of report.diagnoses.entries()) {
      if (index > 0) page.blank();
      addDiagnosis(page, diagnosis, index + 1);
    }
  }
  for (const undecided of report.undecided ?? []) addUndecided(page, undecided);
  if (report.next !== undefined) addNext(page, report.next);
  if (report.withheld !== undefined) {
    page.heading('Withheld');
    page.prose([span(report.withheld)], 2);
  }
}

function addUndecided(page: Page, { causes, because, settle, command }: ReportUndecided): void {
  page.heading('The evidence does not separate these');
  for (const { cause, title, phase } of causes) {
    page.prose([span(title, page.paint.strong)], TEXT, span('-'.padStart(TEXT - 1)));
    page.prose([span(`${cause} · phase ${phase}`, page.paint.faint)], TEXT);
  }
  addClue(page, 'because', because, page.paint.unsure);
  addClue(page, 'settle', settle, page.paint.strong);
  if (command !== undefined) addClue(page, 'command', command, page.paint.accent);
}

function calibrationNote(report: Report): string {
  return `probabilities from ${countText(report.calibration.runs)} sample runs; ${report.calibration.note}`;
}

function addDiagnosis(page: Page, diagnosis: ReportDiagnosis, rank: number): void {
  const { paint } = page;
  page.prose(
    [span(diagnosis.title, paint.strong), span('  '), span(probabilityText(diagnosis.probability), paint.accent)],
    TEXT,
    span(`${rank}.`.padStart(TEXT - 1)),
  );
  page.prose([span(`${diagnosis.cause} · phase ${diagnosis.phase}`, paint.faint)], TEXT);
  for (const clue of diagnosis.for) addClue(page, 'for', `${clue.saw} (${clue.because})`, paint.bad);
  for (const clue of diagnosis.against) addClue(page, 'against', `${clue.saw} (${clue.because})`, paint.good);
  for (const open of unsettledGroups(diagnosis)) {
    addClue(page, 'open', `${open.because}; would settle it: ${open.settle}`, paint.unsure);
  }
  if (diagnosis.withheld === undefined) addClue(page, 'remedy', diagnosis.remedy, paint.strong);
  else addClue(page, 'withheld', diagnosis.withheld, paint.unsure);
}

function addClue(page: Page, label: string, text: string, paint: Paint): void {
  page.prose([span(text)], LABEL, span(`${' '.repeat(TEXT)}${label}`, paint));
}

function addNext(page: Page, next: NonNullable<Report['next']>): void {
  page.heading('Next step');
  page.prose([span(next.step)], 2);
  if (next.command !== undefined)
    page.flow([span(next.command, page.paint.accent)], 6, span('    $', page.paint.faint));
  if (next.settles.length > 0) page.prose([span('settles ', page.paint.faint), span(next.settles.join(', '))], 2);
}
