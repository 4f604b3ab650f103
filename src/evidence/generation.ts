import type { Side } from './layout.ts';

/** Decoding settings; a key that the file does not have is absent, not a default. */
export interface DecodingSettings {
  readonly doSample?: boolean;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly repetitionPenalty?: number;
  readonly maxNewTokens?: number;
  readonly eosTokenIds?: readonly number[];
  readonly padTokenId?: number;
  readonly bosTokenId?: number;
}

/** inference/generation.json: what was really used. */
export interface GenerationSettings extends DecodingSettings {
  readonly path: string;
  readonly addGenerationPrompt?: boolean;
  /** What was served, in the user's words. */
  readonly model?: string;
  /** The program that answered, in the user's words: `vllm 0.11`, `ollama`, … */
  readonly server?: string;
}

/** The settings that a run states, and the files that a server takes the others from: it is not known which of several. */
export interface DecodingUsed {
  readonly stated: DecodingSettings;
  readonly defaults: readonly DecodingSettings[];
}

/** The generation_config.json files of the run, base and served folders. */
export interface GenerationConfigs {
  readonly files: readonly (DecodingSettings & { readonly side: Side; readonly path: string })[];
}
