import { svgElement } from './svg-element.ts';

export type Mark = 'holds' | 'broken' | 'unknown' | 'none';

/** Two tracks, trained above served: level when they match, apart when not, the lower one dashed when nobody looked. */
export function stateMark(mark: Mark): SVGSVGElement {
  const upper = mark === 'broken' ? [0, 15] : [1, 21];
  const lower = mark === 'broken' ? [7, 22] : [1, 21];
  const line = (y: number, [from = 0, to = 0]: number[], dash: string | undefined) =>
    svgElement('line', { x1: from, x2: to, y1: y, y2: y, 'stroke-dasharray': dash });
  const lines = [
    line(4, upper, mark === 'none' ? '2 3' : undefined),
    line(10, lower, mark === 'unknown' || mark === 'none' ? '2 3' : undefined),
  ];
  const attributes = { class: `mark mark-${mark}`, viewBox: '0 0 22 14', width: 22, height: 14, 'aria-hidden': 'true' };
  return svgElement('svg', attributes, ...lines);
}
