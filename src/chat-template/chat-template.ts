import type { Origin } from './python-values.ts';

export interface RenderInput {
  readonly messages: readonly Readonly<Record<string, unknown>>[];
  readonly tools?: readonly unknown[];
  readonly documents?: readonly unknown[];
  readonly addGenerationPrompt?: boolean;
  /** True continues `content` of the last message; a string names another field of it. */
  readonly continueFinalMessage?: boolean | string;
  /** `bos_token`, `eos_token` … as texts. */
  readonly specialTokens?: Readonly<Record<string, string>>;
  /** Further template variables, as `enable_thinking`; they win over special tokens. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/**
 * A stretch of the rendered text, in UTF-16 units. Its origin is
 * - `literal`: text or a string of the template, with its place in the source (newlines normalised), from 1;
 * - `message`: a field of a message, nested ones under their top-level field; `derived` when changed on the way (`upper`, `tojson`);
 * - `variable`: a special token or another variable of the render;
 * - `tools`, `documents`: written from those, whole or in part;
 * - `generation-prompt`: text of the template that only `add_generation_prompt` brings;
 * - `derived`: made from several of these, or not tracked.
 */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly origin: Origin;
}

export type Span = readonly [start: number, end: number];

export interface Rendering {
  readonly text: string;
  /**
   * `[start, end)` of each `{% generation %}` block in code points, as transformers counts them: wrong for blocks inside macros,
   * set, filter and call blocks, recursive loops and other generation blocks (serving-contract.md A4).
   */
  readonly generationSpans: readonly Span[];
  /** Where the blocks' text really is; nested blocks count as part of the outer one. Computed when read. */
  readonly correctGenerationSpans: readonly Span[];
  /** Whether the two cover different characters. */
  readonly generationSpansDiffer: boolean;
  /** Together they make up the text. Computed when read, by a second render. */
  readonly segments: readonly Segment[];
}

/** A compiled chat template. */
export interface ChatTemplate {
  readonly source: string;
  /** Every name that occurs in the template outside of text and strings, such as `strftime_now`. */
  readonly names: ReadonlySet<string>;
  /** Renders as transformers' `apply_chat_template(tokenize=False)` does. Throws TemplateError where Python would raise. */
  render(input: RenderInput): Rendering;
}
