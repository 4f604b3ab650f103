import { percentText } from '../../src/render/percent-text.ts';

/** A share in [0, 1] as everywhere in the report, or a dash when there is nothing to divide by. */
export function formatPercent(share: number | null): string {
  return share === null ? '–' : percentText(share);
}
