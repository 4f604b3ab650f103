import type { LabelInputs } from '../gather/label-inputs.ts';
import { firstRows } from '../gather/row-chunks.ts';
import { type AssistantOnlyConditionId, assistantOnlyConditions } from '../labels/assistant-only-conditions.ts';
import type { LabelsReport } from '../report/labels-report.ts';
import type { Predictable } from './label-sources.ts';

/** Enough to see every kind of row that a data set mixes. */
const LOOKED_ROWS = 200;

/**
 * Whether assistant_only_loss would work with this data, and what keeps it from doing so: the conditions in the order the trainer meets
 * them.
 */
export async function assistantOnly(
  given: Predictable,
  { evidence }: LabelInputs,
): Promise<LabelsReport['assistantOnly']> {
  const { capture } = evidence;
  const conditions = assistantOnlyConditions({
    rows: await firstRows(given.data, LOOKED_ROWS),
    tokenizer: given.tokenizer.tokenizer,
    specialTokens: given.setup.specialTokens,
    chatTemplate: given.setup.chatTemplate,
    config: given.setup.settings,
    trainer: given.setup.trainer,
    hasProcessor: capture.state === 'found' && capture.value.processingClass?.endsWith('Processor') === true,
  });
  return conditions.map(({ id, state, reason }) => ({ condition: TITLES[id], state, text: reason }));
}

const TITLES: Readonly<Record<AssistantOnlyConditionId, string>> = {
  'release-has-it': 'the release of TRL has it',
  'rows-without-images': 'no row has images',
  'rows-are-conversations': 'the rows are conversations',
  'chat-template-exists': 'there is a chat template',
  'answer-is-marked': 'the template marks the answer',
  'every-row-has-an-answer': 'every row has an answer',
  'end-of-turn-is-marked': 'the end-of-turn token is marked',
};
