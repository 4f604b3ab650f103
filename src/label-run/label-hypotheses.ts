import type { LabelSetup } from '../evidence/derive/label-setup.ts';
import { pythonWord } from '../lib/python-word.ts';

export interface LabelHypothesis {
  readonly setup: LabelSetup;
  /** Completes the sentence "every row agrees with …". */
  readonly text: string;
}

/** One release of each behaviour in the table of spec/trl-labels.md 5.1, newest first. */
const RELEASES = ['1.13.0', '1.8.0', '1.0.0', '0.27.1', '0.23.1', '0.21.0', '0.19.1', '0.18.2', '0.16.0', '0.15.2'];

/** Other settings and releases that a difference is often explained by, the likely ones first. */
export function labelHypotheses(setup: LabelSetup, longest: number): readonly LabelHypothesis[] {
  const set = (key: string, value: string | number | boolean | null): LabelHypothesis => ({
    setup: { ...setup, settings: { ...setup.settings, [key]: value } },
    text: `${key}=${pythonWord(value)}`,
  });
  const settings = [
    set('completion_only_loss', false),
    set('completion_only_loss', true),
    set('assistant_only_loss', true),
    set('assistant_only_loss', false),
    // Nothing is cut: any limit that the longest row fits into would do the same.
    { ...set('max_length', null), text: `max_length=None, or one of at least ${longest}` },
    set('max_length', longest),
  ].filter(({ setup: other }) => JSON.stringify(other.settings) !== JSON.stringify(setup.settings));
  const releases = RELEASES.filter((version) => version !== setup.trainer.version).map((version) => ({
    setup: { ...setup, trainer: { ...setup.trainer, version } },
    text: `TRL ${version}`,
  }));
  return [...settings, ...releases];
}
