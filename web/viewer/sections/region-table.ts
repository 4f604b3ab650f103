import { countText } from '../../../src/render/count-text.ts';
import { element } from '../element.ts';
import { formatPercent } from '../format-percent.ts';
import { table } from '../table.ts';
import { compositionBars } from './composition-bars.ts';
import { regionClass } from './region-class.ts';

export interface RegionCount {
  readonly region: string;
  readonly supervised: number;
  readonly tokens: number;
}

/** The answer and what ends it: white space beside an end-of-turn token is neither prompt nor template. */
const WANTED: ReadonlySet<string> = new Set(['answer', 'end-of-turn', 'separator']);

/** Tokens by region, with bars of what all and what the supervised tokens are. The clause `answer-only-loss` wants 100 % in front. */
export function regionTable(caption: string, regions: readonly RegionCount[]): HTMLElement {
  const supervised = regions.reduce((sum, region) => sum + region.supervised, 0);
  const wanted = regions.filter(({ region }) => WANTED.has(region));
  const answer = wanted.reduce((sum, region) => sum + region.supervised, 0);
  const columns = [
    { title: 'Region' },
    { title: 'Tokens', number: true },
    { title: 'Supervised', number: true },
    { title: 'of the region', number: true },
    { title: 'of all supervised', number: true },
  ];
  const rows = regions.map((region) => [
    element(
      'span',
      { class: 'region-name' },
      element('span', { class: `swatch ${regionClass(region.region)}` }),
      region.region,
    ),
    countText(region.tokens),
    countText(region.supervised),
    formatPercent(share(region.supervised, region.tokens)),
    formatPercent(share(region.supervised, supervised)),
  ]);
  return element(
    'div',
    { class: 'regions' },
    element(
      'p',
      { class: 'figure' },
      element('strong', {}, formatPercent(share(answer, supervised))),
      ` of the supervised tokens are the answer and what ends it (${countText(answer)} of ${countText(supervised)})`,
    ),
    supervised > 0 && compositionBars(regions),
    table(caption, columns, rows),
  );
}

function share(count: number, of: number): number | null {
  return of === 0 ? null : count / of;
}
