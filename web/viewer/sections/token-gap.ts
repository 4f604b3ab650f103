import { countText } from '../../../src/render/count-text.ts';
import type { ReportRow } from '../../../src/report/report.ts';
import { element } from '../element.ts';

type Gap = Extract<ReportRow['parts'][number], { kind: 'gap' }>;

/** A long uniform stretch. The report keeps its counts only, so unfolding gives these and says where the tokens are. */
export function tokenGap(gap: Gap, where: string): HTMLElement {
  const about = `… ${countText(gap.tokens)} ${gap.region} ${gap.tokens === 1 ? 'token' : 'tokens'}, ${labels(gap)}`;
  const button = element('button', { type: 'button', 'aria-expanded': 'false', 'data-about': about }, about);
  const more = element(
    'span',
    { class: 'gap-more' },
    `${countText(gap.supervised)} with a label, ${countText(gap.tokens - gap.supervised)} with -100. `,
    `The report keeps the counts of this stretch; its tokens are in ${where}.`,
  );
  more.hidden = true;
  button.addEventListener('click', () => {
    more.hidden = !more.hidden;
    button.setAttribute('aria-expanded', String(!more.hidden));
  });
  const state = gap.supervised === 0 ? '' : ' supervised';
  return element('span', { class: `gap${state}` }, button, more);
}

function labels(gap: Gap): string {
  if (gap.supervised === 0) return 'none supervised';
  return gap.supervised >= gap.tokens ? 'all supervised' : `${countText(gap.supervised)} supervised`;
}
