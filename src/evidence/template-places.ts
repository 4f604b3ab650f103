import type { Side } from './layout.ts';

/** A chat template on disk, and the place it lives in (readers disagree about which place wins). */
export interface TemplatePlace {
  readonly side: Side;
  readonly path: string;
  readonly place:
    | 'chat_template.jinja'
    | 'tokenizer_config.json'
    | 'chat_template.json'
    | 'processor_config.json'
    | 'additional_chat_templates';
  /** Name of a named template; `default` otherwise. */
  readonly name: string;
  /** With universal newlines, as Python's text mode reads it. */
  readonly source: string;
}

export interface TemplatePlaces {
  readonly places: readonly TemplatePlace[];
}
