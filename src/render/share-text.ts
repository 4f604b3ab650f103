import type { ReportScores } from '../report/report.ts';
import { countText } from './count-text.ts';
import { percentText } from './percent-text.ts';

// web/viewer/format-percent.ts still imports it from here.
export { percentText } from './percent-text.ts';

type Share = ReportScores['splits'][number]['honest'];

/** `38 of 60 (63.3 %)`; without a denominator there is no number. */
export function shareText(share: Share): string {
  if (share.value === null) return `none of ${countText(share.of)}`;
  return `${countText(share.count)} of ${countText(share.of)} (${percentText(share.value)})`;
}
