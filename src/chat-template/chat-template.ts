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

/** A stretch of the rendered text, in UTF-16 units. `derived` means its origin in template or messages is not tracked. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly origin: { readonly kind: 'derived' };
}

export interface Rendering {
  readonly text: string;
  /** `[start, end)` of each `{% generation %}` block in code points, as transformers counts them. */
  readonly generationSpans: readonly (readonly [start: number, end: number])[];
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
