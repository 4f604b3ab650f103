import { commonEnds } from './common-ends.ts';

/** What all texts begin and end with. */
export interface TextEnds {
  /** The text without it, cut at word boundaries. */
  readonly cut: (text: string) => string;
}

/** A common beginning and end of fewer texts than this is chance. */
const FEWEST_FOR_TEMPLATE = 10;

/** Finds the prompt template around texts that come one by one. */
export function textEnds(): { readonly add: (text: string) => void; readonly result: () => TextEnds } {
  const ends = commonEnds();
  return {
    add: ends.add,
    result: () => {
      const { head, tail, count, model } = ends.result();
      if (count < FEWEST_FOR_TEMPLATE || typeof model !== 'string') return WHOLE;
      const start = Math.min(model.lastIndexOf(' ', head) + 1, head);
      const lastWords = model.indexOf(' ', model.length - tail);
      const end = lastWords === -1 ? 0 : model.length - lastWords;
      return { cut: (text) => text.slice(start, Math.max(head, text.length - end)) };
    },
  };
}

const WHOLE: TextEnds = { cut: (text) => text };
