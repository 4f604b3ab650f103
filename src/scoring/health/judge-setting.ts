import { type TuningMethod, USUAL_RANGES, type UsualRange } from './usual-ranges.ts';

export type RangeState = 'usual' | 'low' | 'high' | 'far-too-high';

/** Where a setting lies in its usual range; null when there is no range for it. Guidance only: it says nothing of a run that works. */
export function judgeSetting(
  method: TuningMethod,
  setting: UsualRange['setting'],
  value: number,
): { readonly state: RangeState; readonly range: UsualRange } | null {
  const range = USUAL_RANGES.find((one) => one.method === method && one.setting === setting);
  if (range === undefined || !Number.isFinite(value)) return null;
  if (range.error !== null && value > range.error) return { state: 'far-too-high', range };
  return { state: value < range.low ? 'low' : value > range.high ? 'high' : 'usual', range };
}
