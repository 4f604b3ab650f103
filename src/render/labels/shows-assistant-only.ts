import type { LabelsReport } from '../../report/labels-report.ts';

/** The conditions of assistant_only_loss are shown where it is asked for or would help: not where the loss is on the answer already. */
export function showsAssistantOnly({ assistantOnly, settings, sides }: LabelsReport): boolean {
  const isAsked = settings.some(({ key, value }) => key === 'assistant_only_loss' && value === 'True');
  const isNeeded = sides.some(({ verdict, refusal }) => verdict === 'prompt-too' || refusal !== undefined);
  return assistantOnly.length > 0 && (isAsked || isNeeded);
}
