import type { Row } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { conversational } from '../trl/conversational.ts';
import { fail } from '../trl/fail.ts';
import { pythonTypeName } from '../trl/python-type-name.ts';
import { prepareMessages } from './prepare-messages.ts';
import { type ProcessedText, processTexts } from './process-texts.ts';
import { type PreparedRow, type PromptAndCompletion, splitConversation } from './split-conversation.ts';
import { batchImages, type VisionBatch } from './vision-batch.ts';
import type { VisionPlan } from './vision-plan.ts';
import type { VisionRow } from './vision-row.ts';

type Pairs = Result<readonly PromptAndCompletion[], TrainerFailure>;

const inRow = (row: number, problem: TrainerFailure): { ok: false; problem: TrainerFailure } => ({
  ok: false,
  problem: { row, ...problem },
});

function missingColumn(row: Row): TrainerFailure | undefined {
  const missing = ['prompt', 'completion'].find((key) => !Object.hasOwn(row, key));
  return missing === undefined
    ? undefined
    : { type: 'KeyError', message: `'${missing}'. Give every row a prompt and a completion.` };
}

/** All rows are prepared before the first is rendered, as TRL does it: that decides which error comes first. */
function conversationPairs(plan: VisionPlan, batch: VisionBatch): Pairs {
  const prepared: PreparedRow[] = [];
  for (const [index, row] of batch.rows.entries()) {
    const missing = missingColumn(row);
    if (missing) return inRow(index, missing);
    const prompt = prepareMessages(row.prompt, batch.images[index]?.length ?? 0);
    if (!prompt.ok) return inRow(index, prompt.problem);
    const completion = prepareMessages(row.completion, 0);
    if (!completion.ok) return inRow(index, completion.problem);
    prepared.push({ row, prompt: prompt.value, completion: completion.value });
  }
  const pairs: PromptAndCompletion[] = [];
  for (const [index, row] of prepared.entries()) {
    const pair = splitConversation(plan.renderer, row);
    if (!pair.ok) return inRow(index, pair.problem);
    pairs.push(pair.value);
  }
  return ok(pairs);
}

function plainPairs(batch: VisionBatch): Pairs {
  const pairs: PromptAndCompletion[] = [];
  for (const [index, row] of batch.rows.entries()) {
    const missing = missingColumn(row);
    if (missing) return inRow(index, missing);
    const { completion, prompt } = row;
    if (typeof prompt !== 'string' || typeof completion !== 'string') {
      const types = `prompt is ${pythonTypeName(prompt)} and completion ${pythonTypeName(completion)}`;
      return inRow(index, {
        type: 'TypeError',
        message: `Both must be text here: ${types}. Keep one form in all rows.`,
      });
    }
    pairs.push({ prompt, completion });
  }
  return ok(pairs);
}

/** An empty prompt before a list of messages is an IndexError whichever column TRL looks at: it asks for the last role later. */
function kindOf(row: Row): ReturnType<typeof conversational> {
  const { completion, prompt } = row;
  const isEmptyPrompt = Array.isArray(prompt) && prompt.length === 0 && Array.isArray(completion);
  return isEmptyPrompt ? 'empty-list' : conversational(row);
}

function pairsOf(plan: VisionPlan, batch: VisionBatch): { readonly plain: boolean; readonly pairs: Pairs } {
  switch (kindOf(batch.rows[0] ?? {})) {
    case 'yes':
      return { plain: false, pairs: conversationPairs(plan, batch) };
    case 'no':
      return { plain: true, pairs: plainPairs(batch) };
    case 'empty-list':
      return {
        plain: false,
        pairs: fail('IndexError', 'The prompt or the completion of the first row is an empty list. Give it messages.'),
      };
    case 'unsettled':
      return {
        plain: false,
        pairs: fail(
          'CannotTell',
          'Prompt and completion are of different kinds, and which one TRL looks at changes from run to run. Make both text or both lists of messages.',
        ),
      };
  }
}

interface Halves {
  readonly prompt: ProcessedText;
  readonly completion: ProcessedText;
}

function joined(plan: VisionPlan, { completion, prompt }: Halves): Omit<VisionRow, 'endsWithoutEos'> {
  const whole = [...prompt.ids, ...completion.ids];
  const { max_length: maxLength } = plan.config;
  // A Python slice: a negative length counts from the end, as in JavaScript.
  const inputIds = typeof maxLength === 'number' ? whole.slice(0, maxLength) : whole;
  const promptLength = Math.min(prompt.ids.length, inputIds.length);
  const isMedia = (id: number): boolean => plan.mediaIds.has(id);
  return {
    inputIds,
    promptLength,
    unlabelled: plan.completionOnly ? promptLength : 0,
    wasCut: inputIds.length < whole.length,
    lostImageTokens: whole.slice(inputIds.length).some(isMedia),
  };
}

/**
 * `prompt` and `completion` rows in TRL's vision collator (sft_trainer.py, `_collate_prompt_completion`, 1.13): both are tokenised apart
 * and joined, then cut by a plain slice, which may take the whole answer or part of an image without a word. No EOS is ever added.
 */
export function collatePromptCompletion(
  plan: VisionPlan,
  batch: VisionBatch,
): Result<readonly VisionRow[], TrainerFailure> {
  const { pairs, plain } = pairsOf(plan, batch);
  if (!pairs.ok) return pairs;
  const prompts = processTexts(plan, {
    texts: pairs.value.map(({ prompt }) => prompt),
    images: batchImages(batch),
    maxLength: undefined,
  });
  if (!prompts.ok) return prompts;
  const completions = processTexts(plan, {
    texts: pairs.value.map(({ completion }) => completion),
    images: undefined,
    maxLength: undefined,
  });
  if (!completions.ok) return completions;
  const none: ProcessedText = { ids: [], wasCut: false };
  return ok(
    pairs.value.map(({ completion }, row) => ({
      ...joined(plan, { prompt: prompts.value[row] ?? none, completion: completions.value[row] ?? none }),
      endsWithoutEos: plain && (plan.eos === undefined || !completion.endsWith(plan.eos)),
    })),
  );
}
