import type { ShownToken } from '../../diff/shown-text.ts';
import { countOf } from '../../lib/count-of.ts';
import { countText } from '../../render/count-text.ts';
import type { Page } from '../../render/terminal/page.ts';
import { type Span, span } from '../../render/terminal/span.ts';
import { tokenText } from '../../render/terminal/token-text.ts';
import { addVerdictLine } from '../../render/terminal/verdict-line.ts';
import type { RowRendering, Shown } from '../../render-run.ts';
import { renderingState } from './rendering-state.ts';

const FROM_COLUMNS = 26;
/** Tokens of one origin that are kept at both ends of a longer stretch. */
const KEPT_AT_ENDS = 12;

/** One row, its prompt and the request that asks the same: the verdict, then each text with what wrote every token of it. */
export function drawRendering(page: Page, rendering: RowRendering): void {
  const { row, template, tokenizer, training, prompt, sent } = rendering;
  const state = renderingState(rendering);
  const paint = { EQUAL: page.paint.good, DIFFERENT: page.paint.bad, UNKNOWN: page.paint.unsure }[state];
  addVerdictLine(page, state, { paint, text: span(`row ${row.row} of ${row.path}`, page.paint.strong) });
  page.prose([span(`template ${template}, tokenizer ${tokenizer}`, page.paint.faint)], 2);
  for (const line of beginsLines(rendering)) page.prose(line, 2);
  drawLegend(page, training);
  const { begins } = rendering;
  drawText(page, 'The whole row', { shown: training });
  drawText(page, 'The row up to its answer', { shown: prompt, begins: begins.prompt });
  if (sent === undefined) return;
  const title = `The request${sent.id === undefined ? '' : ` ${sent.id}`}, as ${sent.path} has it`;
  drawText(page, title, { shown: sent, begins: begins.sent });
}

function beginsLines({ begins, sent }: RowRendering): readonly string[] {
  const line = (who: string, { equal, of }: { readonly equal: number; readonly of: number }) =>
    `${countOf(equal, of, 'tokens')} of ${who} are how the whole row begins${equal === of ? '' : `; they part at token ${equal}`}.`;
  return [
    ...(begins.prompt === undefined ? [] : [line('the prompt', begins.prompt)]),
    ...(begins.sent === undefined ? [] : [line(`the request ${sent?.id ?? ''}`.trim(), begins.sent)]),
  ];
}

function drawLegend(page: Page, training: Shown): void {
  if (training.state !== 'rendered') return;
  const { tokens, generationSpans } = training;
  const marked = tokens.filter(({ isMarked }) => isMarked).length;
  const text =
    generationSpans.length === 0
      ? 'no generation markers in the template'
      : `[token] is in a generation block: ${countText(marked)} of ${countText(tokens.length)} tokens of the whole row`;
  page.blank();
  page.prose([span(`${text}; ␣ is a space, ⏎ a line break`, page.paint.faint)], 2);
}

interface Drawn {
  readonly shown: Shown;
  readonly begins?: RowRendering['begins']['prompt'] | undefined;
}

function drawText(page: Page, title: string, { shown, begins }: Drawn): void {
  if (shown.state !== 'rendered') {
    page.heading(title);
    page.prose([span(shown.because, page.paint.unsure)], 2);
    return;
  }
  page.heading(title, `${countText(shown.tokens.length)} tokens`);
  const common = begins?.equal ?? shown.tokens.length;
  drawTokens(page, shown.tokens.slice(0, common));
  if (common === shown.tokens.length) return;
  page.prose([span(`from token ${common} on it is not the row`, page.paint.bad)], 2);
  drawTokens(page, shown.tokens.slice(common));
}

function drawTokens(page: Page, tokens: readonly ShownToken[]): void {
  for (const group of byOrigin(tokens)) {
    const [first] = group;
    if (first === undefined) continue;
    page.flow(spansOf(page, group), FROM_COLUMNS, span(`  ${first.from}`, page.paint.faint));
  }
}

function byOrigin(tokens: readonly ShownToken[]): readonly (readonly ShownToken[])[] {
  const groups: ShownToken[][] = [];
  for (const token of tokens) {
    const last = groups.at(-1);
    if (last?.[0]?.from === token.from) last.push(token);
    else groups.push([token]);
  }
  return groups;
}

function spansOf(page: Page, tokens: readonly ShownToken[]): readonly Span[] {
  const folded = page.details || tokens.length <= KEPT_AT_ENDS * 2 + 1 ? 0 : tokens.length - KEPT_AT_ENDS * 2;
  const head = folded === 0 ? tokens : tokens.slice(0, KEPT_AT_ENDS);
  const tail = folded === 0 ? [] : tokens.slice(-KEPT_AT_ENDS);
  const gap = folded === 0 ? [] : [span(`… ${countText(folded)} tokens …`, page.paint.faint)];
  const shown = (list: readonly ShownToken[]) => list.map((token) => tokenSpan(page, token));
  return [...shown(head), ...gap, ...shown(tail)].flatMap((one, at) => (at === 0 ? [one] : [{ text: ' ' }, one]));
}

function tokenSpan(page: Page, { text, isMarked }: ShownToken): Span {
  if (!isMarked) return span(tokenText(text));
  return page.colour ? span(tokenText(text), page.paint.inLoss) : span(`[${tokenText(text)}]`);
}
