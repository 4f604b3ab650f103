import type { Report, ReportDifference, ReportRow, ReportScores } from '../../report/report.ts';
import { codeSpan } from '../code-span.ts';
import { countText } from '../count-text.ts';
import { escapeMarkdown as md } from '../escape-markdown.ts';
import { shareText } from '../share-text.ts';
import { markdownTable } from './table.ts';

const FEW = 2;
const MAX_TOKEN = 64;
const MAX_STRETCH = 400;

/** What the loss covers, the difference between training and request, scores and confusion; a section each. */
export function markdownEvidence(report: Report): readonly string[] {
  const { regions = [], rows, differences } = report.evidence;
  const sections: string[] = [];
  if (regions.length > 0) {
    const body = regions
      .filter((part) => part.tokens > 0)
      .map((part) => [md(part.region), countText(part.supervised), countText(part.tokens)]);
    sections.push(
      `### What the loss covers\n\n${markdownTable(['Part of the row', 'In the loss', 'Tokens'], body, [1, 2])}`,
    );
  }
  sections.push(...rows.slice(0, FEW).map(tokenRow), ...differences.slice(0, FEW).map(differenceSection));
  if (report.scores !== null) sections.push(...scoreSections(report.scores));
  return sections;
}

/** Tokens in the loss are bold. */
function tokenRow(row: ReportRow): string {
  const tokens = row.parts.map((part) => {
    if (part.kind === 'gap') return `… ${countText(part.tokens)} tokens, ${countText(part.supervised)} in the loss …`;
    const shown = codeSpan(cut(part.token.text, MAX_TOKEN));
    return part.token.supervised ? `**${shown}**` : shown;
  });
  const sum = `${countText(row.supervised)} of ${countText(row.tokens)} tokens in the loss (bold)`;
  return [`#### ${md(row.title)}`, `${codeSpan(row.path)} row ${row.row}, ${sum}`, tokens.join(' ')].join('\n\n');
}

function differenceSection(difference: ReportDifference): string {
  const names = { same: 'both', 'training-only': 'training only', 'request-only': 'request only' } as const;
  const body = difference.parts.map((part) => [
    names[part.kind],
    (part.kind === 'same' && part.folded > 0 ? `${countText(part.folded)} characters … ` : '') +
      codeSpan(cut(part.text, MAX_STRETCH), 'cell'),
  ]);
  const sum = `${countText(difference.requests)} of ${countText(difference.compared)} compared requests differ like this`;
  const pair = `Request ${codeSpan(difference.request)} against training row ${difference.row} (${difference.basis.replace('-', ' ')}); ${sum}.`;
  return [`#### ${md(difference.title)}`, pair, markdownTable(['In', 'Text'], body)].join('\n\n');
}

function scoreSections(scores: ReportScores): readonly string[] {
  const body = scores.splits.map((row) => [md(row.split), ...[row.recorded, row.honest, row.parseable].map(shareText)]);
  const sections = [
    `### Scores\n\n${markdownTable(['Split', 'Recorded', 'Honest', 'Where readable'], body, [1, 2, 3])}`,
  ];
  const { confusion } = scores;
  if (confusion !== undefined) {
    const counts = confusion.rows.map((name, row) => [md(name), ...(confusion.counts[row] ?? []).map(countText)]);
    const right = confusion.columns.map((_, index) => index + 1);
    sections.push(
      `#### Confusion, gold class down\n\n${markdownTable(['gold', ...confusion.columns.map(md)], counts, right)}`,
    );
  }
  return sections;
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}…(+${countText(text.length - limit)})`;
}
