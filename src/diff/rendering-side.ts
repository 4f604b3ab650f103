import type { ChatTemplate } from '../chat-template/chat-template.ts';
import { compileTemplate } from '../chat-template/compile-template.ts';
import { TemplateError } from '../chat-template/template-error.ts';
import { addsBos } from '../evidence/derive/adds-bos.ts';
import { PROBE_DATE } from '../evidence/derive/probe-date.ts';
import type { RunTokenizer } from '../evidence/run-tokenizer.ts';
import type { Conversation, SideFacts } from '../evidence/side-facts.ts';
import { ggufPrompt } from './gguf-prompt.ts';

/** One conversation as one side would send it. */
export type SideRendering =
  | {
      readonly state: 'rendered';
      readonly text: string;
      /** Absent where the side's own tokenizer is not known (a GGUF, a request logged as text). */
      readonly ids?: readonly number[];
      /** The text cut into tokens: its own, or those of the other side's tokenizer. */
      readonly pieces: readonly string[];
    }
  /** The template raises: this side would send nothing. */
  | { readonly state: 'refused'; readonly because: string }
  | { readonly state: 'unknown'; readonly because: string };

/** Something that turns conversations into prompts. */
export interface RenderingSide {
  readonly name: string;
  /** Its own tokenizer, or else the one it was lent. */
  readonly tokenizer: RunTokenizer | undefined;
  /** The template reads the clock: prompts change from day to day, and were rendered with a fixed date here. */
  readonly timeDependent: boolean;
  readonly render: (conversation: Conversation) => SideRendering;
}

/** Makes a side from its facts. `lent` is the tokenizer of the other side, for sides that have none of their own. */
export function renderingSide(facts: SideFacts, lent: RunTokenizer | undefined): RenderingSide {
  switch (facts.kind) {
    case 'folder':
      return folderSide(facts, lent);
    case 'gguf':
      return ggufSide(facts, lent);
    case 'ollama':
      return ollamaSide(facts, lent);
    case 'requests':
      return requestsSide(facts, lent);
  }
}

type Facts<K extends SideFacts['kind']> = Extract<SideFacts, { readonly kind: K }>;

function folderSide({ name, template, namedTemplates, tokenizer }: Facts<'folder'>, lent: RunTokenizer | undefined) {
  const own = tokenizer?.tokenizer ?? lent;
  const compiled = template === undefined ? undefined : compile(template.source);
  // transformers takes the template named tool_use, where there is one, as soon as tools are given (spec serving-contract.md A2).
  const toolUse = namedTemplates.find((place) => place.name === 'tool_use');
  const compiledForTools = toolUse === undefined ? compiled : compile(toolUse.source);
  return {
    name,
    tokenizer: own,
    timeDependent: readsClock(compiled),
    render: ({ input }: Conversation): SideRendering => {
      const chosen = input.tools === undefined ? compiled : compiledForTools;
      if (chosen === undefined) return { state: 'unknown', because: `${name} has no chat template` };
      if (typeof chosen === 'string') return { state: 'refused', because: chosen };
      const text = rendered(chosen, input, own?.specialTokens ?? {});
      return typeof text === 'string' ? tokenized(text, own, tokenizer !== undefined) : text;
    },
  };
}

function ggufSide({ name, model }: Facts<'gguf'>, lent: RunTokenizer | undefined): RenderingSide {
  const [main, forTools] = ['default', 'tool_use'].map((wanted) => model.templates.find((one) => one.name === wanted));
  const compiled = main === undefined ? undefined : compile(main.source);
  const compiledForTools = forTools === undefined ? compiled : compile(forTools.source);
  return {
    name,
    tokenizer: lent,
    timeDependent: readsClock(compiled),
    render: ({ input }) => {
      const chosen = input.tools === undefined ? compiled : compiledForTools;
      if (chosen === undefined) {
        return { state: 'unknown', because: `${name} has no chat template: what is sent depends on the server` };
      }
      if (typeof chosen === 'string') return { state: 'refused', because: chosen };
      const { specialTokens, finish } = ggufPrompt(model);
      const text = rendered(chosen, input, specialTokens);
      return typeof text === 'string' ? tokenized(finish(text), lent, false) : text;
    },
  };
}

const ASK_OLLAMA = 'send the same request with "_debug_render_only": true to /api/chat and compare what it shows';

/** Ollama's own template language is not run here: what cannot be rendered is unknown, never guessed. */
function ollamaSide({ name, modelfile, gguf }: Facts<'ollama'>, lent: RunTokenizer | undefined): RenderingSide {
  const because =
    modelfile.renderer !== undefined
      ? `${name} uses the renderer ${modelfile.renderer}, which is built into Ollama; ${ASK_OLLAMA}`
      : modelfile.template !== undefined
        ? `${name} has a Go template, which is not rendered here; ${ASK_OLLAMA}`
        : `${name} has no TEMPLATE: Ollama chooses one of its own that is close to the ${gguf === undefined ? 'model' : 'GGUF'}'s when it creates the model; ${ASK_OLLAMA}`;
  return { name, tokenizer: lent, timeDependent: false, render: () => ({ state: 'unknown', because }) };
}

function requestsSide({ name, requests }: Facts<'requests'>, lent: RunTokenizer | undefined): RenderingSide {
  const byId = new Map(requests.conversations.map((conversation) => [conversation.id, conversation]));
  return {
    name,
    tokenizer: lent,
    timeDependent: false,
    render: ({ id }) => {
      const sent = byId.get(id)?.sent;
      if (sent?.ids !== undefined && lent !== undefined) {
        const { text, offsets } = lent.tokenizer.pieces(sent.ids);
        return { state: 'rendered', text, ids: sent.ids, pieces: offsets.map((range) => text.slice(...range)) };
      }
      if (sent?.text === undefined)
        return { state: 'unknown', because: `${name} does not say what was sent for ${id}` };
      return tokenized(withBos(sent.text, lent), lent, false);
    },
  };
}

/** Sent as text: a tokenizer that puts BOS first by itself did so there too. */
function withBos(text: string, reader: RunTokenizer | undefined): string {
  const bos = reader?.specialTokens.bos_token ?? '';
  return reader !== undefined && addsBos(reader) && !text.startsWith(bos) ? bos + text : text;
}

function compile(source: string): ChatTemplate | string {
  try {
    return compileTemplate(source, { now: PROBE_DATE });
  } catch (error) {
    if (error instanceof TemplateError) return `the template does not compile: ${error.message}`;
    throw error;
  }
}

function readsClock(template: ChatTemplate | string | undefined): boolean {
  return typeof template === 'object' && template.names.has('strftime_now');
}

function rendered(
  template: ChatTemplate,
  input: Conversation['input'],
  specialTokens: Readonly<Record<string, string>>,
): string | Extract<SideRendering, { readonly state: 'refused' }> {
  try {
    return template.render({ ...input, specialTokens }).text;
  } catch (error) {
    if (error instanceof TemplateError) return { state: 'refused', because: error.message };
    throw error;
  }
}

/** Chat templates write their special tokens themselves, so none are added (spec serving-contract.md A2). */
function tokenized(text: string, tokenizer: RunTokenizer | undefined, isOwn: boolean): SideRendering {
  if (tokenizer === undefined) return { state: 'rendered', text, pieces: [text] };
  const { ids } = tokenizer.tokenizer.encode(text, { addSpecialTokens: false });
  const shown = tokenizer.tokenizer.pieces(ids);
  const pieces = shown.offsets.map((range) => shown.text.slice(...range));
  return { state: 'rendered', text, pieces, ...(isOwn ? { ids } : {}) };
}
