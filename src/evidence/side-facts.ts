import type { RenderInput } from '../chat-template/chat-template.ts';
import type { Damage } from './damage.ts';
import type { GgufModel } from './gguf-model.ts';
import type { OllamaModelfile } from './ollama-modelfile.ts';
import type { TemplatePlace } from './template-places.ts';
import type { TokenizerSource } from './tokenizer-source.ts';

/** A conversation up to where the model is asked, and what was sent for it where that is known. */
export interface Conversation {
  readonly id: string;
  /** Row in its file, from 0, counting damaged rows too; absent for one that is from no file. */
  readonly row?: number;
  readonly input: Pick<
    RenderInput,
    'messages' | 'tools' | 'addGenerationPrompt' | 'continueFinalMessage' | 'variables'
  >;
  /** The turns that were trained to follow; absent for a request. */
  readonly answer?: RenderInput['messages'];
  /** What a request really sent: the ids where they were logged, else the text. */
  readonly sent?: { readonly text?: string; readonly ids?: readonly number[] };
}

/** Conversations of one file: requests as they were sent, or rows of a data set without their last answer. */
export interface ConversationFile {
  readonly path: string;
  readonly conversations: readonly Conversation[];
  /** Rows in the file, and those among them that hold no messages, so that no template could render them. */
  readonly total: number;
  readonly withoutMessages: number;
  readonly damage: readonly Damage[];
}

/** What one side of a comparison is made of: whatever says how a conversation becomes a prompt. */
export type SideFacts =
  | {
      readonly kind: 'folder';
      readonly name: string;
      /** The one transformers uses, and those that are chosen by name (`tool_use`). */
      readonly template?: TemplatePlace;
      readonly namedTemplates: readonly TemplatePlace[];
      readonly tokenizer?: TokenizerSource;
      readonly damage: readonly Damage[];
    }
  | { readonly kind: 'gguf'; readonly name: string; readonly model: GgufModel }
  | {
      readonly kind: 'ollama';
      readonly name: string;
      readonly modelfile: OllamaModelfile;
      /** The file that FROM names, when it lies beside the Modelfile. */
      readonly gguf?: GgufModel;
    }
  | { readonly kind: 'requests'; readonly name: string; readonly requests: ConversationFile };
