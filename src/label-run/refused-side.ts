import type { TrainerFailure } from '../labels/training-setup.ts';
import type { LabelsFact, LabelsSide } from '../report/labels-report.ts';
import { labelSide } from './label-side.ts';

interface Known {
  readonly path: string;
  readonly basis: string;
  readonly warnings: LabelsFact[];
}

/** A prediction that ends before the first row: the trainer would, or Lockstep cannot tell what it would do. */
export function refusedSide({ type, message }: TrainerFailure, { path, basis, warnings }: Known): LabelsSide {
  const side = labelSide('prediction', path).finish({ total: 0, basis, warnings, notes: [] });
  const refusal = { type, message };
  if (type === 'CannotTell') return { ...side, headline: 'the labels cannot be told', state: 'unknown', refusal };
  return { ...side, headline: 'the trainer stops before the first row', state: 'broken', refusal };
}
