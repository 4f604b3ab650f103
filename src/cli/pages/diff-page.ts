import type { DifferenceCluster, PromptDifference } from '../../diff/diff-sides.ts';
import type { SideReport } from '../../diff/side-report.ts';
import { countOf } from '../../lib/count-of.ts';
import { clip } from '../../render/clip.ts';
import { escapeTerminal } from '../../render/escape-terminal.ts';
import type { Page } from '../../render/terminal/page.ts';
import { span } from '../../render/terminal/span.ts';
import { addVerdictLine } from '../../render/terminal/verdict-line.ts';
import { visibleSpaces } from '../../render/terminal/visible-spaces.ts';
import { drawPrefixProof } from './prefix-page.ts';
import { sideWeights } from './side-weights.ts';

const LABEL_COLUMNS = 14;
/** Clusters that are shown; the JSON has them all. */
const SHOWN_CLUSTERS = 5;
/** Stretches of a prompt that are shown, and characters of each. */
const SHOWN_PARTS = 9;
const MAX_STRETCH = 300;
/** Tokens kept beside a difference. */
const CONTEXT = 12;

/** Two sides: the verdict, the differences token beside token, the GGUF test, the proof over training rows and the BOS table. */
export function drawSideReport(page: Page, report: SideReport): void {
  const { comparison, notes } = report;
  const weights = sideWeights(report).map(({ weight }) => weight);
  const verdict = weights.includes('breaks') ? 'DIFFERENT' : weights.includes('unknown') ? 'UNKNOWN' : 'EQUAL';
  const { paint } = page;
  const colour = verdict === 'DIFFERENT' ? paint.bad : verdict === 'EQUAL' ? paint.good : paint.unsure;
  page.blank();
  addVerdictLine(page, verdict, {
    paint: colour,
    text: span(`${comparison.left} against ${comparison.right}`, paint.strong),
  });
  drawCounts(page, report);
  for (const cluster of comparison.clusters.slice(0, SHOWN_CLUSTERS)) drawCluster(page, cluster, report);
  const rest = comparison.clusters.length - SHOWN_CLUSTERS;
  if (rest > 0) page.prose(`${rest} more kinds of difference are in --format json.`, 2);
  drawGguf(page, report);
  if (report.prefix !== undefined) drawPrefixProof(page, report.prefix);
  drawBos(page, report);
  if (notes.length > 0) page.heading('Notes');
  for (const note of notes) page.prose(note, 4, span('  -'));
}

function drawCounts(page: Page, report: SideReport): void {
  const { comparison } = report;
  const { equal, conversations } = comparison;
  page.prose(`${countOf(equal, conversations, 'prompts are equal')}, rendered from ${report.conversations}.`, 2);
  drawProofNote(page, report);
  if (comparison.refusedByBoth > 0) {
    page.prose(`Refused by both templates: ${countOf(comparison.refusedByBoth, conversations, 'conversations')}.`, 2);
  }
  for (const { because, count } of comparison.unknown) {
    page.prose(`${countOf(count, conversations, 'could not be compared')}: ${because}.`, 2);
  }
  for (const name of comparison.timeDependent) {
    page.prose(`The template of ${name} writes the date; 2024-07-26 was used on every side.`, 2);
  }
}

/** Equal prompts are not the whole verdict: what is sent may still not be how the training rows begin. */
function drawProofNote(page: Page, { comparison, prefix }: SideReport): void {
  if (prefix === undefined || prefix.broken.length === 0) return;
  const rows = prefix.broken.reduce((sum, cluster) => sum + cluster.rows, 0);
  const text = `${countOf(rows, prefix.rows, 'captured rows')} do not begin with what ${comparison.right} sends, or lack loss behind it; see below.`;
  page.prose([span(text, page.paint.bad)], 2);
}

function drawCluster(page: Page, { classes, count, example }: DifferenceCluster, { comparison }: SideReport): void {
  page.heading(classes.join(', '), countOf(count, comparison.conversations, 'prompts'));
  const sums = `tokens only in ${comparison.left}: ${example.leftOnly}, only in ${comparison.right}: ${example.rightOnly}`;
  if (example.note !== undefined) page.prose(`${example.conversation}: ${example.note}.`, 2);
  else page.prose([span(`${example.conversation}, from token ${example.at} on: ${sums}`, page.paint.faint)], 2);
  drawParts(page, example);
}

function drawParts(page: Page, { parts, note }: PromptDifference): void {
  if (note !== undefined) return;
  const { paint } = page;
  const text = (items: readonly string[]) =>
    visibleSpaces(escapeTerminal(clip(items.join(''), MAX_STRETCH)), 'doubtful');
  for (const [index, { kind, items }] of parts.slice(0, SHOWN_PARTS).entries()) {
    switch (kind) {
      case 'same': {
        const head = index === 0 ? [] : items.slice(0, CONTEXT);
        const tail = index === parts.length - 1 ? [] : items.slice(Math.max(head.length, items.length - CONTEXT));
        const left = items.length - head.length - tail.length;
        const folded = left > 0 ? [span(` … ${left} tokens the same … `, paint.faint)] : [];
        page.flow([span(text(head)), ...folded, span(text(tail))], LABEL_COLUMNS, span('    both', paint.faint));
        break;
      }
      case 'first-only':
        page.flow([span(text(items), paint.good)], LABEL_COLUMNS, span('  - left', paint.good));
        break;
      case 'second-only':
        page.flow([span(text(items), paint.bad)], LABEL_COLUMNS, span('  + right', paint.bad));
        break;
    }
  }
  if (parts.length > SHOWN_PARTS)
    page.prose(`${parts.length - SHOWN_PARTS} more stretches are in --format json.`, LABEL_COLUMNS);
}

function drawGguf(page: Page, { gguf }: SideReport): void {
  if (gguf === undefined) return;
  const { paint } = page;
  const colours = { equal: paint.good, differs: paint.bad, 'not-comparable': paint.unsure } as const;
  page.heading('The GGUF against the tokenizer and the template');
  for (const aspect of gguf) {
    page.prose([span(`${aspect.state}  `, colours[aspect.state]), span(aspect.saw)], 20, span(`  ${aspect.aspect}`));
    if (aspect.state !== 'differs') continue;
    for (const example of aspect.examples) page.flow([span(example)], 22, span(`${' '.repeat(20)}-`));
    page.prose(aspect.why, 26, span(`${' '.repeat(20)}why:`, paint.faint));
    page.prose(aspect.fix, 26, span(`${' '.repeat(20)}do:`, paint.faint));
  }
}

/** The table is worth its lines only where the ways of sending differ. */
function drawBos(page: Page, { bos }: SideReport): void {
  for (const { side, runtimes } of bos) {
    if (new Set(runtimes.map(({ count }) => count)).size < 2) continue;
    page.heading(`BOS tokens at the beginning of a prompt of ${side}`, 'by the way it is sent');
    for (const { runtime, count } of runtimes) page.prose(runtime, 4, span(`  ${count}`));
  }
}
