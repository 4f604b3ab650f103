import { type TuningMethod, USUAL_RANGES, type UsualRange } from './usual-ranges.ts';

export type RangeState = 'usual' | 'low' | 'high' | 'far-too-high';

export interface JudgedSetting {
  readonly value: number;
  readonly state: RangeState;
  readonly range: UsualRange;
}

export interface GivenSettings {
  readonly learningRate?: number | undefined;
  readonly rank?: number | undefined;
  readonly alpha?: number | undefined;
}

/** Where settings lie in their usual ranges; a setting without a range is left out. Guidance only: it says nothing of a run that works. */
export function judgeSettings(method: TuningMethod, { learningRate, rank, alpha }: GivenSettings): JudgedSetting[] {
  const given = [
    ['learning rate', learningRate],
    ['alpha / rank', alpha === undefined || rank === undefined ? undefined : alpha / rank],
  ] as const;
  return given.flatMap(([name, value]) => {
    const range = USUAL_RANGES.find((one) => one.method === method && one.setting === name);
    if (value === undefined || range === undefined || !Number.isFinite(value)) return [];
    return [{ value, state: stateIn(range, value), range }];
  });
}

function stateIn({ low, high, error }: UsualRange, value: number): RangeState {
  if (error !== null && value > error) return 'far-too-high';
  return value < low ? 'low' : value > high ? 'high' : 'usual';
}
