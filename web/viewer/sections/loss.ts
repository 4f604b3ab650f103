import type { Report } from '../../../src/report/report.ts';
import { element } from '../element.ts';
import { fold } from '../fold.ts';
import { formatNumber } from '../format-number.ts';
import { formatPercent } from '../format-percent.ts';
import { section } from '../section.ts';
import { table } from '../table.ts';
import { type LossPoint, lossChart } from './loss-chart.ts';

/** Beyond this range a linear axis hides the end of the curve. */
const WIDE_RANGE = 20;

/** Rows of the data table; longer logs are thinned evenly, first and last kept. */
const MAX_ROWS = 300;

/** Loss and token accuracy over the steps, drawn to the width at hand, with the numbers behind it. */
export function lossSection(report: Report): HTMLElement {
  const points = report.evidence.loss;
  const text = { id: 'loss', title: 'Training curve' };
  if (points.length === 0) {
    return section(text, element('p', { class: 'empty' }, 'No training log was found.'));
  }
  const lead = 'A curve is only as good as the labels it was measured on.';
  return section({ ...text, lead }, chart(points), fold('The numbers', numbers(points)));
}

function chart(points: readonly LossPoint[]): HTMLElement {
  const box = element('div', { class: 'chart' });
  const wide = isWide(points);
  const toggle = element(
    'button',
    { type: 'button', class: 'toggle', 'aria-pressed': 'false' },
    'Logarithmic loss axis',
  );
  const draw = () => {
    const logarithmic = toggle.getAttribute('aria-pressed') === 'true';
    box.replaceChildren(lossChart(points, { width: Math.max(300, box.clientWidth), logarithmic }));
  };
  toggle.addEventListener('click', () => {
    toggle.setAttribute('aria-pressed', String(toggle.getAttribute('aria-pressed') !== 'true'));
    draw();
  });
  new ResizeObserver(draw).observe(box);
  return element('figure', { class: 'loss' }, wide && toggle, box);
}

function isWide(points: readonly LossPoint[]): boolean {
  const sizes = points.flatMap(({ loss, evalLoss }) => [loss ?? 0, evalLoss ?? 0]).filter((size) => size > 0);
  const high = sizes.reduce((a, b) => Math.max(a, b), 0);
  return sizes.length > 1 && high / sizes.reduce((a, b) => Math.min(a, b), high) > WIDE_RANGE;
}

function numbers(points: readonly LossPoint[]): HTMLElement {
  const every = Math.ceil(points.length / MAX_ROWS);
  const kept = points.filter((_, index) => index % every === 0 || index === points.length - 1);
  const caption = every === 1 ? 'Training log' : `Training log, every ${every}th of ${points.length} points`;
  const titles = ['Step', 'Loss', 'Token accuracy', 'Evaluation loss'];
  const columns = titles.map((title) => ({ title, number: true }));
  const rows = kept.map((point) => [
    point.step,
    notFinite(point) ? 'not finite' : formatNumber(point.loss),
    formatPercent(point.accuracy),
    formatNumber(point.evalLoss),
  ]);
  return table(caption, columns, rows);
}

function notFinite(point: LossPoint): boolean {
  return point.loss === null && point.evalLoss === null;
}
