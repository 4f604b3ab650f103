import { countText } from '../../../src/render/count-text.ts';
import type { ReportScores } from '../../../src/report/report.ts';
import { type Child, element } from '../element.ts';
import { formatPercent } from '../format-percent.ts';
import { svgElement } from '../svg-element.ts';
import { table } from '../table.ts';

type Share = ReportScores['splits'][number]['recorded'];

const WIDTH = 160;
const MARGIN = 5;

/** Recorded, honest and readable accuracy of each split, with denominators and 95 % intervals. */
export function splitTable(splits: ReportScores['splits']): HTMLElement {
  const columns = [
    { title: 'Split' },
    { title: 'Count' },
    { title: 'Accuracy', number: true },
    { title: 'Right / rows', number: true },
    { title: '95 % interval', number: true },
    { title: '0 to 100 %' },
  ];
  const rows = splits.flatMap((split) => [
    line(element('b', {}, split.split), 'recorded by the evaluator', split.recorded),
    line(name(split.split), 'honest', split.honest),
    line(name(split.split), 'where readable', split.parseable),
  ]);
  return element('div', { class: 'splits' }, table('Accuracy by split', columns, rows));
}

function name(split: string): HTMLElement {
  return element('span', { class: 'repeated' }, split);
}

function line(split: Child, count: string, share: Share): Child[] {
  return [
    split,
    count,
    element('strong', {}, formatPercent(share.value)),
    `${countText(share.count)} / ${countText(share.of)}`,
    share.low === null || share.high === null ? '–' : `${formatPercent(share.low)} to ${formatPercent(share.high)}`,
    whisker(share),
  ];
}

function whisker(share: Share): SVGSVGElement {
  const x = (value: number) => MARGIN + Math.min(1, Math.max(0, value)) * (WIDTH - 2 * MARGIN);
  const marks: Node[] = [svgElement('line', { class: 'axis', x1: MARGIN, x2: WIDTH - MARGIN, y1: 8, y2: 8 })];
  if (share.low !== null && share.high !== null) {
    marks.push(svgElement('line', { class: 'range', x1: x(share.low), x2: x(share.high), y1: 8, y2: 8 }));
  }
  if (share.value !== null) marks.push(svgElement('circle', { class: 'point', cx: x(share.value), cy: 8, r: 4 }));
  return svgElement(
    'svg',
    { class: 'whisker', width: WIDTH, height: 16, viewBox: `0 0 ${WIDTH} 16`, 'aria-hidden': 'true' },
    ...marks,
  );
}
