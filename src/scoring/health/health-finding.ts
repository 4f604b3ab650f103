import type { RowList } from './row-list.ts';

export type HealthLevel = 'error' | 'warning' | 'note';

/** One thing in the data or the settings that is worth a look, in words. */
export interface HealthFinding {
  readonly id: HealthFindingId;
  readonly level: HealthLevel;
  readonly what: string;
  readonly why: string;
  /** What to change. Only for readers whose four clauses hold. */
  readonly advice: string;
  /** Training rows behind it. */
  readonly rows?: RowList;
  /** Evaluation rows behind it. */
  readonly ids?: readonly string[];
}

export type HealthFindingId =
  | 'class-dominates'
  | 'class-rare'
  | 'answers-conflict'
  | 'rows-repeat'
  | 'evaluation-trained'
  | 'prompt-constant'
  | 'varying-part-coarse'
  | 'answer-tiny'
  | 'prompts-collapse'
  | 'answers-cut'
  | 'spelling-varies'
  | 'options-uneven'
  | 'option-place-favoured'
  | 'field-empty'
  | 'passes-many'
  | 'learning-rate-unusual'
  | 'alpha-unusual'
  | 'neighbours-as-good';
