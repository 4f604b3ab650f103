import type { RenderInput, Rendering } from '../../chat-template/chat-template.ts';
import { TemplateError } from '../../chat-template/template-error.ts';
import { isRecord } from '../../formats/is-record.ts';
import type { RowValue } from '../../formats/row-value.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { type AssistantMask, assistantMask } from './assistant-mask.ts';
import { fail } from './fail.ts';
import type { ChatArguments } from './no-chat-arguments.ts';
import type { Templates } from './templates.ts';

export interface ChatEncoder {
  readonly tokenizer: Tokenizer;
  readonly templates: Templates;
  /** `bos_token` … as the tokenizer has them when the trainer runs. */
  readonly specialTokens: Readonly<Record<string, string>>;
  /** Old TRL releases tokenise the rendered chat like any text, so that BOS is added once more. */
  readonly addsSpecialTokens: boolean;
  /** Takes the tokenizer's place when the trainer is given a processor. */
  readonly processorChat?: ProcessorChat;
}

export type ProcessorChat = (encoder: ChatEncoder, request: ChatRequest) => Result<EncodedChat, TrainerFailure>;

export interface ChatRequest {
  readonly messages: RowValue | undefined;
  readonly arguments: ChatArguments;
  readonly addGenerationPrompt: boolean;
  readonly wantsMask: boolean;
}

export interface EncodedChat {
  readonly ids: readonly number[];
  readonly assistant: AssistantMask | undefined;
}

const NO_TEMPLATE =
  'The tokenizer has no chat template, so conversations cannot be turned into text and training does not start. Set chat_template_path, or tokenizer.chat_template, or store plain text.';

/** Messages as the engine takes them. None in a list of messages reads like an empty one: neither has a key. */
function readMessages(value: RowValue | undefined): readonly Readonly<Record<string, unknown>>[] | undefined {
  if (!Array.isArray(value)) return undefined;
  if (value.every(isRecord)) return value;
  const messages = value.map((message) => (message === null ? {} : message));
  return messages.every(isRecord) ? messages : undefined;
}

function renderInput(encoder: ChatEncoder, request: ChatRequest): RenderInput | undefined {
  const messages = readMessages(request.messages);
  const { tools, documents, variables, continueFinalMessage } = request.arguments;
  const shownTools = tools?.filter(isRecord);
  return (
    messages && {
      messages,
      ...(shownTools ? { tools: shownTools } : {}),
      ...(documents ? { documents } : {}),
      addGenerationPrompt: request.addGenerationPrompt,
      continueFinalMessage,
      specialTokens: encoder.specialTokens,
      variables,
    }
  );
}

/** A rendered chat's ids, with the assistant mask if it is wanted. */
export function encodeRendering(
  { tokenizer, addsSpecialTokens: addSpecialTokens }: ChatEncoder,
  { text, generationSpans }: Rendering,
  wantsMask: boolean,
): Result<EncodedChat, TrainerFailure> {
  if (!wantsMask) return ok({ ids: tokenizer.encodeIds(text, { addSpecialTokens }), assistant: undefined });
  const encoding = tokenizer.encode(text, { addSpecialTokens, offsetUnit: 'codePoint' });
  const assistant = assistantMask(encoding, generationSpans);
  if (assistant === undefined)
    return fail(
      'OverflowError',
      'The chat template opens and closes a generation block before any text, which the trainer cannot map to a token. Move the block behind the first text.',
    );
  return ok({ ids: encoding.ids, assistant });
}

/** What `tokenize=True` refuses before it renders. */
function requestAllowed(request: ChatRequest): Result<undefined, TrainerFailure> {
  if (Array.isArray(request.messages) && request.messages.length === 0)
    return fail(
      'ValueError',
      'A conversation is empty, which transformers refuses. Drop the row, or give it messages.',
    );
  const isContinued = request.arguments.continueFinalMessage !== false && request.arguments.continueFinalMessage !== '';
  if (isContinued && (request.wantsMask || request.addGenerationPrompt))
    return fail(
      'ValueError',
      'continue_final_message is set for a row, which neither goes with a generation prompt nor with an assistant mask. Take it out of chat_template_kwargs.',
    );
  const { variables } = request.arguments;
  if (Object.hasOwn(variables, 'messages') || Object.hasOwn(variables, 'conversations'))
    return fail(
      'TypeError',
      'chat_template_kwargs of a row names messages, which the trainer passes itself. Take it out of the column.',
    );
  return ok(undefined);
}

/** `apply_chat_template(tokenize=False)` of the tokenizer, refusing what `tokenize=True` refuses before it renders. */
export function renderChat(encoder: ChatEncoder, request: ChatRequest): Result<Rendering, TrainerFailure> {
  const given = request.arguments.chatTemplate;
  const source = given === undefined ? encoder.templates.used : (given ?? encoder.templates.own);
  if (source === undefined) return fail('ValueError', NO_TEMPLATE);
  const allowed = requestAllowed(request);
  if (!allowed.ok) return allowed;
  const input = renderInput(encoder, request);
  if (input === undefined)
    return fail(
      'CannotTell',
      'A list of messages holds something that is no message, so its rendering is not predicted. Store dicts with role and content.',
    );
  try {
    return ok(encoder.templates.compiled(source).render(input));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return fail(
      error.pythonType,
      `The chat template stops with: ${error.message}. The trainer ends there; change the row or the template.`,
    );
  }
}

/** `apply_chat_template(tokenize=True)` of the tokenizer or the processor, with or without the assistant mask. */
export function encodeChat(encoder: ChatEncoder, request: ChatRequest): Result<EncodedChat, TrainerFailure> {
  if (encoder.processorChat) return encoder.processorChat(encoder, request);
  const rendering = renderChat(encoder, request);
  return rendering.ok ? encodeRendering(encoder, rendering.value, request.wantsMask) : rendering;
}
