import { compileTemplate } from './chat-template/compile-template.ts';
import { TemplateError } from './chat-template/template-error.ts';
import { conversationFinder } from './diff/conversation-finder.ts';
import { renderingSide } from './diff/rendering-side.ts';
import { type ShownText, shownText } from './diff/shown-text.ts';
import { PROBE_DATE } from './evidence/derive/probe-date.ts';
import type { RunTokenizer } from './evidence/run-tokenizer.ts';
import type { Conversation, SideFacts } from './evidence/side-facts.ts';
import { findPlaces } from './gather/layout.ts';
import { readDataConversations } from './gather/side-conversations.ts';
import { gatherRunSides } from './gather/side-run.ts';
import { failed, ok, type Result } from './lib/result.ts';
import type { RunFiles } from './source/run-files.ts';

/** A text that was rendered, or why there is none. */
export type Shown =
  | ({ readonly state: 'rendered' } & ShownText)
  | { readonly state: 'refused' | 'unknown'; readonly because: string };

/** One training row as the run's own template renders it, its prompt, and the request that asks the same. */
export interface RowRendering {
  readonly schema: 'lockstep-rendering/1';
  readonly row: { readonly path: string; readonly row: number };
  readonly template: string;
  readonly tokenizer: string;
  /** The whole row, which is what is trained, as far as the trainer takes this template. */
  readonly training: Shown;
  /** The row up to its answer, with the generation prompt. */
  readonly prompt: Shown;
  /** The request that asks the same, where the run has requests. */
  readonly sent?: Shown & { readonly id?: string; readonly path: string };
  /** Tokens of prompt and request that equal the beginning of the whole row, and how many these have. */
  readonly begins: { readonly prompt?: Begins; readonly sent?: Begins };
}

interface Begins {
  readonly equal: number;
  readonly of: number;
}

interface Asked {
  readonly requests: SideFacts | undefined;
  readonly conversation: Conversation;
}

/** Renders one training row (by its index, from 0) by the run's template and tokenizer. The problem ends a sentence on the folder. */
export async function renderRun(files: RunFiles, row: number): Promise<Result<RowRendering>> {
  const { trainSet } = await findPlaces(files);
  const { trained, others } = await gatherRunSides(files);
  if (trained?.kind !== 'folder') return failed('holds no training folder');
  if (trained.template === undefined) return failed('has no chat template in its training folder');
  if (trained.tokenizer === undefined) return failed('has no tokenizer.json in its training folder that can be read');
  if (trainSet === undefined) return failed('holds no training data');
  const read = await readDataConversations(trainSet, row);
  if (read.state !== 'found')
    return failed(`has no row ${row} in ${trainSet.shown} that can be read; rows count from 0`);
  const [conversation] = read.value.conversations;
  if (conversation === undefined)
    return failed(`has no messages in row ${row} of ${trainSet.shown}, so that no chat template renders it`);
  const requests = others.find(({ kind }) => kind === 'requests');
  const { template, tokenizer } = trained;
  const rendered = renderRow({ requests, conversation }, template.source, tokenizer.tokenizer);
  return ok({
    schema: 'lockstep-rendering/1',
    row: { path: trainSet.shown, row },
    template: template.path,
    tokenizer: tokenizer.tokenizer.path,
    ...rendered,
  });
}

function renderRow(
  { requests, conversation }: Asked,
  source: string,
  tokenizer: RunTokenizer,
): Pick<RowRendering, 'training' | 'prompt' | 'sent' | 'begins'> {
  const show = renderer(source, tokenizer);
  const { input, answer = [] } = conversation;
  const { addGenerationPrompt: _, continueFinalMessage: __, ...rest } = input;
  const training = show({ ...rest, messages: [...input.messages, ...answer] });
  const prompt = show(input);
  const text = training.state === 'rendered' ? training.text : '';
  const sent = requests && sentFor({ requests, conversation }, text, tokenizer);
  const ofPrompt = beginsOf(training, prompt);
  const ofSent = sent && beginsOf(training, sent);
  return {
    training,
    prompt,
    ...(sent === undefined ? {} : { sent }),
    begins: {
      ...(ofPrompt === undefined ? {} : { prompt: ofPrompt }),
      ...(ofSent === undefined ? {} : { sent: ofSent }),
    },
  };
}

function renderer(source: string, tokenizer: RunTokenizer): (input: Conversation['input']) => Shown {
  return (input) => {
    try {
      const template = compileTemplate(source, { now: PROBE_DATE });
      const rendering = template.render({ ...input, specialTokens: tokenizer.specialTokens });
      return { state: 'rendered', ...shownText(rendering, tokenizer) };
    } catch (error) {
      if (error instanceof TemplateError) return { state: 'refused', because: error.message };
      throw error;
    }
  };
}

function sentFor(
  { requests, conversation }: Asked & { readonly requests: SideFacts },
  text: string,
  tokenizer: RunTokenizer,
): NonNullable<RowRendering['sent']> {
  const path = requests.name;
  const request = conversationFinder(
    [conversation],
    requests,
  )({
    text,
    ...(conversation.row === undefined ? {} : { dataRow: conversation.row }),
  });
  if (typeof request === 'string') return { state: 'unknown', because: request, path };
  const sent = renderingSide(requests, tokenizer).render(request);
  if (sent.state !== 'rendered') return { ...sent, path, id: request.id };
  const ids = sent.ids ?? tokenizer.tokenizer.encode(sent.text, { addSpecialTokens: false }).ids;
  const tokens = ids.map((id, at) => ({ id, text: sent.pieces[at] ?? '', from: 'as sent', isMarked: false }));
  return { state: 'rendered', text: sent.text, tokens, generationSpans: [], path, id: request.id };
}

function beginsOf(training: Shown, other: Shown): Begins | undefined {
  if (training.state !== 'rendered' || other.state !== 'rendered') return undefined;
  const differs = other.tokens.findIndex(({ id }, at) => training.tokens[at]?.id !== id);
  return { equal: differs < 0 ? other.tokens.length : differs, of: other.tokens.length };
}
