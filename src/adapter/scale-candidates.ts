import type { ScaleSettings } from './module-scale.ts';

/** A factor of the update that a known right or wrong way of merging leaves. */
export interface ScaleCandidate {
  readonly verdict: 'merged' | 'not-merged' | 'merged-twice' | 'negated' | 'unscaled' | 'scale-wrong';
  readonly factor: number;
  /** What was done, for messages. */
  readonly story: string;
}

/**
 * The factors to try on a module whose update counts `scale` times, in the order in which equal ones are named: where the scale is 1,
 * an update without its scale is the right one, and where it is 0.5 it is merged twice (spec serving-contract.md B4).
 */
export function scaleCandidates(scale: number, settings: ScaleSettings): readonly ScaleCandidate[] {
  const { r, loraAlpha, useRslora } = settings;
  const other = loraAlpha / (useRslora ? r : Math.sqrt(r));
  const all: readonly ScaleCandidate[] = [
    { verdict: 'merged', factor: 1, story: 'base + update' },
    { verdict: 'not-merged', factor: 0, story: 'the base, unchanged' },
    { verdict: 'merged-twice', factor: 2, story: 'the update was added twice' },
    { verdict: 'negated', factor: -1, story: 'the update was taken off instead of added' },
    { verdict: 'unscaled', factor: 1 / scale, story: 'B·A was added without its scale' },
    { verdict: 'scale-wrong', factor: loraAlpha / scale, story: 'alpha was used instead of alpha / r' },
    {
      verdict: 'scale-wrong',
      factor: other / scale,
      story: useRslora ? 'alpha / r was used, without rslora' : 'alpha / √r was used, as with rslora',
    },
  ];
  return all.filter(({ factor }) => Number.isFinite(factor));
}
