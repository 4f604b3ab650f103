import type { ModuleMerge } from '../../report/adapter-report.ts';

/** A merge's verdict for people. */
export const mergeWords: Readonly<Record<ModuleMerge['verdict'], string>> = {
  merged: 'merged',
  'not-merged': 'not merged',
  'merged-twice': 'merged twice',
  unscaled: 'without its scale',
  negated: 'taken off',
  'scale-wrong': 'wrong scale',
  'quantised-base': 'quantised base',
  'other-base': 'other base',
  'partly-merged': 'partly merged',
  unknown: 'unknown',
};
