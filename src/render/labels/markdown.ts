import type { LabelsReport, LabelsSide } from '../../report/labels-report.ts';
import { codeSpan } from '../code-span.ts';
import { countText } from '../count-text.ts';
import { escapeMarkdown as md } from '../escape-markdown.ts';
import { markdownTable } from '../markdown/table.ts';
import { failureGroups } from './failure-groups.ts';
import { rowCounts } from './row-counts.ts';
import { sideWords } from './side-words.ts';

/** The labels of a run for a comment or an issue: verdicts and counts; tokens are for the other formats. */
export function renderLabelsMarkdown(report: LabelsReport): string {
  const parts = [
    '## Lockstep: which tokens get loss',
    ...report.sides.flatMap(sideText),
    ...comparisonText(report),
    ...report.missing.map(({ source, needs }) => `*No ${source}: it needs ${md(needs)}.*`),
    `${codeSpan(report.folder)} examined by lockstep ${md(report.tool.version)}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function sideText(side: LabelsSide): readonly string[] {
  const regions = side.regions.filter(({ tokens }) => tokens > 0);
  return [
    `### ${side.source === 'capture' ? 'Captured' : 'Predicted'}: **${sideWords(side)}**`,
    `${md(side.headline)}. ${md(side.basis)} (${codeSpan(side.path)}).`,
    ...(side.refusal === undefined ? [] : [`**${md(side.refusal.type)}**: ${md(side.refusal.message)}`]),
    ...(side.rows.looked === 0
      ? []
      : [
          markdownTable(
            ['Rows', 'Count', 'Of'],
            rowCounts(side).map(({ name, count, of }) => [name, countText(count), countText(of)]),
          ),
          markdownTable(
            ['Part of the row', 'In the loss', 'Tokens'],
            regions.map(({ region, supervised, tokens }) => [region, countText(supervised), countText(tokens)]),
          ),
        ]),
    ...[...side.warnings, ...side.notes].map(({ text }) => `- ${md(text)}`),
    ...failureGroups(side).map(({ rows, type, message }) => `- **${md(type)}** ${md(message)} (${rows})`),
  ];
}

function comparisonText({ comparison }: LabelsReport): readonly string[] {
  if (comparison === undefined) return [];
  const { compared, same, clusters, explained } = comparison;
  return [
    '### Capture against prediction',
    `${countText(same)} of ${countText(compared)} captured rows have the predicted ids and labels.`,
    ...clusters.map(({ text, rows, firstRow }) => `- ${md(text)} (${countText(rows)} rows, first ${firstRow})`),
    ...(explained === undefined ? [] : [`Every compared row agrees with **${md(explained)}**.`]),
  ];
}
