import { hasGenerationMarkers } from '../chat-template/has-generation-markers.ts';
import type { Row } from '../formats/row-value.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { readLabelConfig } from './label-config.ts';
import type { TrainerVersion } from './training-setup.ts';
import { conversational } from './trl/conversational.ts';
import { labelRow } from './trl/label-row.ts';
import type { Plan } from './trl/plan.ts';
import { planRows } from './trl/plan-rows.ts';
import { releaseOf } from './trl/releases.ts';
import { stopTokenTrained } from './trl/stop-token-trained.ts';
import { trainingTemplate } from './trl/training-template.ts';

export interface AssistantOnlyInput {
  readonly rows: readonly Row[];
  readonly tokenizer: Tokenizer;
  readonly specialTokens: Readonly<Record<string, string>>;
  readonly chatTemplate: string | undefined;
  readonly config: unknown;
  readonly trainer: TrainerVersion;
  /** The trainer is given a processor (a vision-language model), not a tokenizer. */
  readonly hasProcessor: boolean;
}

export type AssistantOnlyConditionId =
  | 'release-has-it'
  | 'rows-without-images'
  | 'rows-are-conversations'
  | 'chat-template-exists'
  | 'answer-is-marked'
  | 'every-row-has-an-answer'
  | 'end-of-turn-is-marked';

/** One link of the chain that `assistant_only_loss` needs. */
export interface AssistantOnlyCondition {
  readonly id: AssistantOnlyConditionId;
  /** `unknown` when an earlier condition keeps this one from being looked at. */
  readonly state: 'holds' | 'fails' | 'unknown';
  /** What was found, and what to do when it fails. */
  readonly reason: string;
}

type Verdict = Omit<AssistantOnlyCondition, 'id'>;

// Enough to find a kind of row that has no answer; the whole set is looked at when labels are predicted.
const MAX_ROWS = 1000;
const UNREACHED: Verdict = { state: 'unknown', reason: 'Cannot be looked at before the conditions above hold.' };

function holds(reason: string): Verdict {
  return { state: 'holds', reason };
}

function fails(reason: string): Verdict {
  return { state: 'fails', reason };
}

function releaseVerdict({ trainer, rows }: AssistantOnlyInput): Verdict {
  const { assistantOnly } = releaseOf(trainer).behaviour;
  const isPair = rows[0] !== undefined && 'prompt' in rows[0];
  if (assistantOnly === 'none')
    return fails(
      `TRL ${trainer.version} has no assistant_only_loss; it came with 0.19.0. Update TRL, or use prompt and completion columns.`,
    );
  if (assistantOnly === 'messages' && isPair)
    return fails(
      `TRL ${trainer.version} ignores it for prompt and completion columns (until 0.20.0). Update TRL, or store messages.`,
    );
  return holds(`TRL ${trainer.version} has it.`);
}

function imagesVerdict({ rows, trainer, hasProcessor }: AssistantOnlyInput): Verdict {
  const [first = {}] = rows;
  if ('image' in first || 'images' in first)
    return fails(
      'Rows have images, for which TRL refuses it. Store images with prompt and completion, one answer a row; the loss is then on the completion only.',
    );
  if (hasProcessor && releaseOf(trainer).behaviour.guardsProcessors)
    return fails(
      `TRL ${trainer.version} refuses it for a processor, even with text-only rows. Pass the bare tokenizer as processing_class, or update to 1.13.0.`,
    );
  return holds(
    hasProcessor
      ? 'Rows have no images, which is what this release asks for.'
      : 'Rows have no images, and the trainer gets a tokenizer.',
  );
}

function rowsVerdict({ rows }: AssistantOnlyInput): Verdict {
  const [first] = rows;
  if (first === undefined) return { state: 'unknown', reason: 'There are no rows.' };
  if (conversational(first) === 'yes') return holds('The first row holds messages with role and content.');
  if ('conversations' in first)
    return fails(
      'The rows have conversations (from, value). TRL asks before it converts them: rename the column to messages, from to role and value to content, and map human to user and gpt to assistant.',
    );
  return fails(
    'The first row holds no messages with role and content. Store messages, or prompt and completion as lists of messages.',
  );
}

function templateVerdict({ chatTemplate }: AssistantOnlyInput): Verdict {
  return chatTemplate === undefined
    ? fails('The tokenizer has no chat template. Set chat_template_path to a .jinja file.')
    : holds('The tokenizer has a chat template.');
}

function markerVerdict({ chatTemplate, trainer }: AssistantOnlyInput): Verdict {
  if (chatTemplate === undefined) return UNREACHED;
  if (hasGenerationMarkers(chatTemplate)) return holds('The chat template has generation markers.');
  const { behaviour, version } = releaseOf(trainer);
  const found = behaviour.swapsTrainingTemplate ? trainingTemplate(chatTemplate, version) : undefined;
  if (found)
    return holds(
      `The chat template has no generation markers, but equals the ${found.family} template that TRL bundles, whose training variant is used instead. The variant is not saved with the model.`,
    );
  return fails(
    behaviour.swapsTrainingTemplate
      ? 'The chat template has no {% generation %} markers and equals no bundled one to the last character (an edited space is enough). Run `lockstep template mark FILE`, or use prompt and completion columns.'
      : `The chat template has no {% generation %} markers, and TRL ${trainer.version} does not swap in one that has. Run \`lockstep template mark FILE\`, or update to 1.1.0.`,
  );
}

function answerVerdict(plan: Plan, rows: readonly Row[]): Verdict {
  const looked = rows.slice(0, MAX_ROWS);
  for (const [index, row] of looked.entries()) {
    const outcome = labelRow(plan, row);
    if (!outcome.ok) return fails(`Row ${index}: ${outcome.problem.message}`);
    const { lost, spills } = outcome.value;
    if (lost + spills > 0)
      return fails(
        `Row ${index}: the tokenizer maps no token to the ${lost > 0 ? 'start' : 'end'} of an answer (it trims spaces off tokens), so the loss covers the wrong tokens. Move spaces out of the generation block, or set trim_offsets to false in tokenizer.json.`,
      );
  }
  return holds(`Each of the ${looked.length} rows looked at has a marked answer.`);
}

function endVerdict(plan: Plan): Verdict {
  const isTrained = stopTokenTrained(plan.encoder);
  if (isTrained.ok && isTrained.value) return holds('The end-of-turn token is inside the marked answer.');
  return fails(
    'The last marked token of an answer is no end-of-turn token, so the model does not learn to stop. Close the generation block after that token.',
  );
}

function planOf(input: AssistantOnlyInput): Plan | undefined {
  const settings = readLabelConfig(input.config);
  const [firstRow] = input.rows;
  if (!settings.ok || firstRow === undefined) return undefined;
  const config = { ...settings.value.config, assistant_only_loss: true };
  const planned = planRows({
    ...input,
    firstRow,
    columns: Object.keys(firstRow),
    settings: { ...settings.value, config },
  });
  return planned.ok ? planned.plan : undefined;
}

/**
 * The chain of seven conditions that `assistant_only_loss` of TRL needs, in the order in which the trainer would meet them (sections 2.5,
 * 2.10 and 4.6 of the TRL notes), each with a reason a user can act on. `rows` as the trainer reads them.
 */
export function assistantOnlyConditions(input: AssistantOnlyInput): readonly AssistantOnlyCondition[] {
  const early: AssistantOnlyCondition[] = [
    { id: 'release-has-it', ...releaseVerdict(input) },
    { id: 'rows-without-images', ...imagesVerdict(input) },
    { id: 'rows-are-conversations', ...rowsVerdict(input) },
    { id: 'chat-template-exists', ...templateVerdict(input) },
    { id: 'answer-is-marked', ...markerVerdict(input) },
  ];
  const plan = early.every(({ state }) => state === 'holds') ? planOf(input) : undefined;
  return [
    ...early,
    { id: 'every-row-has-an-answer', ...(plan ? answerVerdict(plan, input.rows) : UNREACHED) },
    { id: 'end-of-turn-is-marked', ...(plan ? endVerdict(plan) : UNREACHED) },
  ];
}
