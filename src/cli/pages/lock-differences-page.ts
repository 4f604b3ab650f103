import type { DifferenceWeight, LockDifference } from '../../lock/lock-difference.ts';
import type { Page } from '../../render/terminal/page.ts';
import { span } from '../../render/terminal/span.ts';
import { addVerdictLine } from '../../render/terminal/verdict-line.ts';
import { lockSectionWords } from './lock-section-words.ts';

const HEADS: Readonly<Record<DifferenceWeight, string>> = { breaks: 'BROKEN', unknown: 'UNKNOWN', note: 'note' };
const HEAD_COLUMNS = 10;
/** Details beyond these are in the JSON. */
const SHOWN_DETAILS = 12;

/** The differences of two locks, those that break the contract first. */
export function drawLockDifferences(page: Page, differences: readonly LockDifference[], before: string): void {
  const count = (weight: DifferenceWeight) => differences.filter((one) => one.weight === weight).length;
  const { paint } = page;
  const isBroken = count('breaks') > 0;
  const verdict = isBroken ? 'BROKEN' : count('unknown') > 0 ? 'UNKNOWN' : 'HOLDS';
  const colour = isBroken ? paint.bad : verdict === 'HOLDS' ? paint.good : paint.unsure;
  const counts = `${count('breaks')} broken, ${count('unknown')} cannot be told, ${count('note')} to note`;
  addVerdictLine(page, verdict, {
    paint: colour,
    text: `${counts}, against ${before}`,
  });
  for (const weight of ['breaks', 'unknown', 'note'] as const) {
    for (const difference of differences.filter((one) => one.weight === weight)) drawDifference(page, difference);
  }
}

function drawDifference(page: Page, { weight, what, why, fix, details, section }: LockDifference): void {
  const { paint } = page;
  const colour = weight === 'breaks' ? paint.bad : weight === 'unknown' ? paint.unsure : paint.faint;
  page.blank();
  page.prose(
    [span(what, paint.strong), span(`  ${lockSectionWords[section]}`, paint.faint)],
    HEAD_COLUMNS,
    span(HEADS[weight], colour),
  );
  for (const detail of details.slice(0, SHOWN_DETAILS))
    page.flow([span(detail)], HEAD_COLUMNS + 2, span(`${' '.repeat(HEAD_COLUMNS)}-`));
  if (details.length > SHOWN_DETAILS) page.prose(`and ${details.length - SHOWN_DETAILS} more`, HEAD_COLUMNS + 2);
  page.prose(why, HEAD_COLUMNS, span('why:', paint.faint));
  page.prose(fix, HEAD_COLUMNS, span('do:', paint.faint));
}
