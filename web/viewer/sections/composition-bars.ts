import { element } from '../element.ts';
import { regionClass } from './region-class.ts';
import type { RegionCount } from './region-table.ts';

/** A narrower part of the bar has no room for its name at 360 px. */
const NAMED_SHARE = 0.2;

/** Two bars under each other: what the tokens with a label are, and what all tokens are. The table beside them has the numbers. */
export function compositionBars(regions: readonly RegionCount[]): HTMLElement {
  return element(
    'div',
    { class: 'compositions', 'aria-hidden': 'true' },
    bar('in the loss', regions, ({ supervised }) => supervised),
    bar('all tokens', regions, ({ tokens }) => tokens),
  );
}

function bar(name: string, regions: readonly RegionCount[], count: (region: RegionCount) => number): HTMLElement {
  const total = regions.reduce((sum, region) => sum + count(region), 0);
  const parts = regions
    .filter((region) => count(region) > 0)
    .map((region) => {
      const share = count(region) / total;
      const part = element(
        'span',
        { class: `part ${regionClass(region.region)}` },
        share >= NAMED_SHARE && region.region,
      );
      part.style.setProperty('flex-grow', String(share));
      return part;
    });
  return element(
    'div',
    {},
    element('span', { class: 'bar-name' }, name),
    element('div', { class: 'composition' }, parts),
  );
}
