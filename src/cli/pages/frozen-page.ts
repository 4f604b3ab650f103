import { LOCK_SECTIONS, type Lock } from '../../lock/lock.ts';
import type { Page } from '../../render/terminal/page.ts';
import { span } from '../../render/terminal/span.ts';
import { addVerdictLine } from '../../render/terminal/verdict-line.ts';
import { lockSectionWords } from './lock-section-words.ts';

/** What a new lock holds and what it could not see. */
export function drawFrozen(page: Page, lock: Lock, path: string): void {
  const { paint } = page;
  const unknown = LOCK_SECTIONS.flatMap((section) => {
    const part = lock[section];
    return part.state === 'unknown' ? [{ section, because: part.because }] : [];
  });
  const frozen = LOCK_SECTIONS.filter((section) => lock[section].state === 'frozen');
  addVerdictLine(page, 'FROZEN', {
    paint: paint.good,
    text: `${frozen.length} of ${LOCK_SECTIONS.length} parts, in ${path}`,
  });
  page.prose(frozen.map((section) => lockSectionWords[section]).join(', '), 2);
  if (unknown.length > 0) page.heading('Not frozen');
  for (const { section, because } of unknown)
    page.prose(because, 19, span(`  ${lockSectionWords[section]}`, paint.unsure));
}
