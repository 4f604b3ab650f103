import type { LabelsView } from '../../report/labels-report.ts';

/** What the loss covers, in the words of the issue threads. */
export function verdictWords({ verdict }: Pick<LabelsView, 'verdict'>): string {
  return WORDS[verdict];
}

const WORDS: Readonly<Record<LabelsView['verdict'], string>> = {
  'answer-only': 'answer only',
  'prompt-too': 'prompt too',
  'media-or-padding': 'media or padding',
  'empty-or-nearly': 'empty or nearly',
  'without-class-token': 'answer without its class token',
  'not-located': 'unknown',
};
