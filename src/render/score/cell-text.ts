import { countText } from '../count-text.ts';
import { percentText } from '../percent-text.ts';
import type { ScoreCell } from './score-view.ts';

/** A cell as every format writes it: the figure with its denominator, and its 95 % interval apart ('' where there is none). */
export function cellText(cell: ScoreCell): { readonly text: string; readonly interval: string } {
  switch (cell.kind) {
    case 'text':
      return { text: cell.text, interval: '' };
    case 'count':
      return { text: countText(cell.count), interval: '' };
    case 'share': {
      const { value, count, of, low, high } = cell;
      if (value === null) return { text: '–', interval: '' };
      const counts = `${countText(count)} of ${countText(of)}`;
      return {
        text: `${counts} (${percentText(value)})`,
        interval: low === null || high === null ? '' : `${percentText(low)} to ${percentText(high)}`,
      };
    }
    case 'number': {
      const { value, low, high } = cell;
      if (value === null) return { text: '–', interval: '' };
      return {
        text: value.toFixed(3),
        interval: low === null || high === null ? '' : `${low.toFixed(3)} to ${high.toFixed(3)}`,
      };
    }
  }
}
