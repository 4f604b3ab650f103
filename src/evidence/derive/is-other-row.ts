import { BLANK, type RenderedText, type TurnSpan } from './locate-turns.ts';

/**
 * A turn that is missing, or there in part, while the rendered row says something that neither the data row nor a chat template says: the
 * row is a rendering of other data (a newer file, a row that is not in it), and calling the turn dropped would blame the template for that.
 */
export function isOtherRow(
  spans: readonly TurnSpan[],
  { masked }: RenderedText,
  templates: readonly string[],
): boolean {
  const isOff = (span: TurnSpan) => span.state === 'absent' || (span.state === 'cut' && span.end < masked.length);
  if (!spans.some((span) => isOff(span) && span.turn.role !== 'system')) return false;
  let rest = '';
  let at = 0;
  for (const span of spans.filter(({ state }) => state !== 'absent')) {
    rest += `${masked.slice(at, span.start)}${BLANK}`;
    at = span.end;
  }
  const pieces = (rest + masked.slice(at)).split(/[\uE000\n]+/).map((piece) => piece.trim());
  return pieces.some((piece) => /[\p{L}\p{N}]/u.test(piece) && !isTemplateText(piece, templates));
}

/** Role names come from the messages and not from the template's own text. */
const ROLE_NAME = /^(system|user|assistant|human|gpt|model|tool|function|developer|observation|ipython)$/i;

function isTemplateText(piece: string, templates: readonly string[]): boolean {
  return ROLE_NAME.test(piece) || templates.some((source) => source.includes(piece));
}
