import type { Report } from '../../../src/report/report.ts';
import { formatNumber } from '../format-number.ts';
import { formatPercent } from '../format-percent.ts';
import { svgElement } from '../svg-element.ts';

export type LossPoint = Report['evidence']['loss'][number];

export interface ChartOptions {
  /** CSS pixels. */
  readonly width: number;
  readonly logarithmic: boolean;
}

interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

const HEIGHT = 260;
const BOX = { left: 46, right: 44, top: 26, bottom: 34 } as const;
const FLOOR = HEIGHT - BOX.bottom;

/** Loss on the left axis, token accuracy on the right one, stretches without a finite loss hatched. */
export function lossChart(points: readonly LossPoint[], options: ChartOptions): SVGSVGElement {
  const x = stepScale(points, options.width);
  const y = lossScale(points, options.logarithmic);
  const share: Scale = { at: (value) => FLOOR - value * (FLOOR - BOX.top), ticks: [0, 0.5, 1] };
  const accuracy = points.some((point) => point.accuracy !== null);
  return svgElement(
    'svg',
    {
      width: options.width,
      height: HEIGHT,
      viewBox: `0 0 ${options.width} ${HEIGHT}`,
      role: 'img',
      'aria-labelledby': 'loss-svg-title loss-svg-text',
    },
    svgElement('title', { id: 'loss-svg-title' }, 'Training curve'),
    svgElement('desc', { id: 'loss-svg-text' }, describe(points)),
    ...axes(x, y, options.width),
    ...(accuracy ? accuracyAxis(share, options.width) : []),
    ...gaps(points, x),
    ...(accuracy ? curve(points, 'accuracy', (point) => place(point.step, point.accuracy, { x, y: share })) : []),
    ...curve(points, 'evaluation', (point) => place(point.step, point.evalLoss, { x, y })),
    ...curve(points, 'training', (point) => place(point.step, point.loss, { x, y })),
    ...keys(points, accuracy),
  );
}

function place(step: number, value: number | null, scales: { readonly x: Scale; readonly y: Scale }) {
  return value === null ? undefined : { x: scales.x.at(step), y: scales.y.at(value) };
}

function stepScale(points: readonly LossPoint[], width: number): Scale {
  const steps = points.map((point) => point.step);
  const low = steps.reduce((a, b) => Math.min(a, b), Infinity);
  const high = steps.reduce((a, b) => Math.max(a, b), -Infinity);
  const span = high - low || 1;
  const at = (step: number) => BOX.left + ((step - low) / span) * (width - BOX.left - BOX.right);
  const middle = Math.round(low + span / 2);
  return { at, ticks: high === low ? [low] : [low, middle, high] };
}

function lossScale(points: readonly LossPoint[], logarithmic: boolean): Scale {
  const losses = points
    .flatMap((point) => [point.loss, point.evalLoss])
    .flatMap((loss) => (loss === null ? [] : [loss]));
  const high = losses.reduce((a, b) => Math.max(a, b), 0) || 1;
  const low = losses.filter((loss) => loss > 0).reduce((a, b) => Math.min(a, b), high);
  return logarithmic
    ? logScale(low, high)
    : linearScale(
        losses.reduce((a, b) => Math.min(a, b), 0),
        high,
      );
}

function linearScale(from: number, high: number): Scale {
  const rough = (high - from) / 4;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * ([1, 2, 2.5, 5, 10].find((factor) => factor * unit >= rough) ?? 10);
  const top = Math.ceil(high / step) * step;
  const ticks = Array.from({ length: Math.round((top - from) / step) + 1 }, (_, index) => from + index * step);
  return { at: (value) => FLOOR - ((value - from) / (top - from)) * (FLOOR - BOX.top), ticks };
}

function logScale(low: number, high: number): Scale {
  const from = Math.floor(Math.log10(low));
  const to = Math.max(from + 1, Math.ceil(Math.log10(high)));
  const every = Math.ceil((to - from) / 5);
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index)).filter(
    (_, index) => index % every === 0,
  );
  const at = (value: number) =>
    FLOOR - ((Math.log10(Math.max(value, 10 ** from)) - from) / (to - from)) * (FLOOR - BOX.top);
  return { at, ticks };
}

function axes(x: Scale, y: Scale, width: number): SVGElement[] {
  const levels = y.ticks.flatMap((tick) => [
    svgElement('line', { class: 'grid', x1: BOX.left, x2: width - BOX.right, y1: y.at(tick), y2: y.at(tick) }),
    svgElement('text', { x: BOX.left - 7, y: y.at(tick) + 4, 'text-anchor': 'end' }, formatNumber(tick)),
  ]);
  const steps = x.ticks.map((tick, index) =>
    svgElement(
      'text',
      { x: x.at(tick), y: FLOOR + 18, 'text-anchor': index === 0 ? 'start' : 'middle' },
      `${index === 0 ? 'step ' : ''}${tick.toLocaleString('en')}`,
    ),
  );
  return [...levels, ...steps];
}

function accuracyAxis(share: Scale, width: number): SVGElement[] {
  return share.ticks.map((tick) =>
    svgElement('text', { class: 'right-axis', x: width - BOX.right + 7, y: share.at(tick) + 4 }, `${tick * 100} %`),
  );
}

// A log line without a training loss may be an evaluation; only one without either had a loss that was not a number.
function gaps(points: readonly LossPoint[], x: Scale): SVGElement[] {
  return points
    .filter((point) => point.loss === null && point.evalLoss === null)
    .flatMap((point, index) => [
      svgElement('line', { class: 'not-finite', x1: x.at(point.step), x2: x.at(point.step), y1: BOX.top, y2: FLOOR }),
      ...(index === 0
        ? [
            svgElement(
              'text',
              { class: 'not-finite-word', x: x.at(point.step) - 5, y: BOX.top + 12, 'text-anchor': 'end' },
              'not finite',
            ),
          ]
        : []),
    ]);
}

/** A line that breaks wherever the log has `not finite`, and a dot for a value that stands alone. */
function curve(
  points: readonly LossPoint[],
  name: 'training' | 'evaluation' | 'accuracy',
  at: (point: LossPoint) => { readonly x: number; readonly y: number } | undefined,
): SVGElement[] {
  let pen = 'M';
  let path = '';
  const dots: SVGElement[] = [];
  for (const point of points) {
    const spot = at(point);
    if (spot === undefined) {
      if (point.loss === null && point.evalLoss === null) pen = 'M';
      continue;
    }
    path += `${pen}${spot.x.toFixed(1)} ${spot.y.toFixed(1)}`;
    pen = 'L';
    if (points.length <= 60) dots.push(svgElement('circle', { class: `dot ${name}`, cx: spot.x, cy: spot.y, r: 2.5 }));
  }
  return path === '' ? [] : [svgElement('path', { class: `curve ${name}`, d: path }), ...dots];
}

function keys(points: readonly LossPoint[], accuracy: boolean): SVGElement[] {
  const evaluation = points.some((point) => point.evalLoss !== null);
  const names = [
    ['training', 'loss'],
    ...(evaluation ? [['evaluation', 'eval loss']] : []),
    ...(accuracy ? [['accuracy', 'accuracy, right']] : []),
  ];
  let left: number = BOX.left;
  return names.flatMap(([name = '', word = '']) => {
    const start = left;
    left += 34 + word.length * 6.6;
    return [
      svgElement('line', { class: `curve ${name}`, x1: start, x2: start + 18, y1: 9, y2: 9 }),
      svgElement('text', { x: start + 23, y: 13 }, word),
    ];
  });
}

function describe(points: readonly LossPoint[]): string {
  const finite = points.filter((point) => point.loss !== null);
  const first = finite[0];
  const last = finite.at(-1);
  const missing = points.filter((point) => point.loss === null && point.evalLoss === null).length;
  const gap = missing === 0 ? '' : ` ${missing} of ${points.length} log lines hold no finite loss.`;
  if (first === undefined || last === undefined) return `No finite training loss in ${points.length} log lines.`;
  const accuracy = points.findLast((point) => point.accuracy !== null)?.accuracy ?? null;
  const right = accuracy === null ? '' : ` Last token accuracy ${formatPercent(accuracy)}.`;
  return `Loss ${formatNumber(first.loss)} at step ${first.step}, ${formatNumber(last.loss)} at step ${last.step}.${right}${gap}`;
}
