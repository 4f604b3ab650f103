import { countText } from '../../../src/render/count-text.ts';
import { element } from '../element.ts';
import { formatPercent } from '../format-percent.ts';
import { table } from '../table.ts';

export interface RegionCount {
  readonly region: string;
  readonly supervised: number;
  readonly tokens: number;
}

/** A narrower part of the bar has no room for its name at 360 px. */
const NAMED_SHARE = 0.12;

/** Tokens and supervised tokens by region, with a bar of what the supervised tokens are. The clause `answer-only-loss` wants 100% in front. */
export function regionTable(regions: readonly RegionCount[]): HTMLElement {
  const supervised = regions.reduce((sum, region) => sum + region.supervised, 0);
  const wanted = regions.filter(({ region }) => region === 'answer' || region === 'end-of-turn');
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
      ` of the supervised tokens are the answer and its end-of-turn token (${countText(answer)} of ${countText(supervised)})`,
    ),
    supervised > 0 && compositionBar(regions, supervised),
    table('Tokens by region, over all captured rows', columns, rows),
  );
}

function compositionBar(regions: readonly RegionCount[], supervised: number): HTMLElement {
  const parts = regions
    .filter((region) => region.supervised > 0)
    .map((region) => {
      const part = element(
        'span',
        { class: `part ${regionClass(region.region)}` },
        region.supervised / supervised >= NAMED_SHARE && region.region,
      );
      part.style.setProperty('flex-grow', String(region.supervised / supervised));
      return part;
    });
  return element('div', { class: 'composition', 'aria-hidden': 'true' }, parts);
}

// A region of a later version gets no colour of its own rather than a class name made from data.
function regionClass(region: string): string {
  return /^[a-z-]{1,20}$/.test(region) ? `region-${region}` : 'region-other';
}

function share(count: number, of: number): number | null {
  return of === 0 ? null : count / of;
}
