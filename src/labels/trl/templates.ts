import type { ChatTemplate } from '../../chat-template/chat-template.ts';
import { compileTemplate } from '../../chat-template/compile-template.ts';

// Rows can bring templates of their own; more different ones than this are compiled again and again.
const MAX_KEPT = 64;

/** The chat templates of a prediction, each compiled once. */
export interface Templates {
  /** The tokenizer's own. */
  readonly own: string | undefined;
  /** What rows are rendered with: the training variant, if the trainer swaps it in. */
  readonly used: string | undefined;
  /** Throws TemplateError. */
  compiled(source: string): ChatTemplate;
}

/** `now` fixes the clock that `strftime_now` reads. */
export function createTemplates(own: string | undefined, used: string | undefined, now?: Date): Templates {
  const kept = new Map<string, ChatTemplate>();
  return {
    own,
    used,
    compiled: (source) => {
      const known = kept.get(source);
      if (known) return known;
      const template = compileTemplate(source, now ? { now } : {});
      if (kept.size < MAX_KEPT) kept.set(source, template);
      return template;
    },
  };
}
