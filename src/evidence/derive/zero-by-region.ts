import type { Region } from '../trained-rows.ts';

/** A count of nothing yet for every region. */
export function zeroByRegion(): Record<Region, number> {
  return { prompt: 0, template: 0, answer: 0, 'end-of-turn': 0, separator: 0, media: 0, padding: 0 };
}
