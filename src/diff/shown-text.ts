import type { Rendering, Span } from '../chat-template/chat-template.ts';
import type { RunTokenizer } from '../evidence/run-tokenizer.ts';
import { codePointLength } from '../lib/code-point-length.ts';

/** A token of a rendered text. */
export interface ShownToken {
  readonly id: number;
  readonly text: string;
  /** What wrote its first character, in words: `template line 3`, `messages[1].content`, `bos_token`. */
  readonly from: string;
  /** Begins in a `{% generation %}` block, as transformers counts. */
  readonly isMarked: boolean;
}

/** What a template wrote, cut into tokens. */
export interface ShownText {
  readonly text: string;
  readonly tokens: readonly ShownToken[];
  /** Code points, `[start, end)`; empty for a template without `{% generation %}` blocks. */
  readonly generationSpans: readonly Span[];
}

type Origin = Rendering['segments'][number]['origin'];

/** Cuts a rendering into tokens and says of each where it comes from. Chat templates write their special tokens themselves. */
export function shownText(rendering: Rendering, { tokenizer }: RunTokenizer): ShownText {
  const { text, segments, generationSpans } = rendering;
  const { ids, offsets } = tokenizer.encode(text, { addSpecialTokens: false });
  const shown = tokenizer.pieces(ids);
  const isMarked = marker(text, generationSpans);
  let segment = 0;
  const tokens = ids.map((id, at): ShownToken => {
    const [start = 0] = offsets[at] ?? [];
    while ((segments[segment]?.end ?? Number.POSITIVE_INFINITY) <= start) segment++;
    const origin = segments[segment]?.origin ?? { kind: 'derived' };
    return {
      id,
      text: shown.text.slice(...(shown.offsets[at] ?? [0, 0])),
      from: wordsOf(origin),
      isMarked: isMarked(start),
    };
  });
  return { text, tokens, generationSpans };
}

/** Spans count code points and tokens UTF-16 units; asked in rising order, each unit is passed once. */
function marker(text: string, spans: readonly Span[]): (unit: number) => boolean {
  let [units, points] = [0, 0];
  return (unit) => {
    if (spans.length === 0) return false;
    if (unit > units) {
      points += codePointLength(text.slice(units, unit));
      units = unit;
    }
    return spans.some(([start, end]) => start <= points && points < end);
  };
}

function wordsOf(origin: Origin): string {
  switch (origin.kind) {
    case 'literal':
      return `template line ${origin.line}`;
    case 'message':
      return `messages[${origin.index}].${origin.field}${origin.derived === true ? ', changed' : ''}`;
    case 'variable':
      return origin.name;
    case 'tools':
    case 'documents':
      return origin.kind;
    case 'generation-prompt':
      return 'generation prompt';
    case 'derived':
      return 'made by the template';
  }
}
