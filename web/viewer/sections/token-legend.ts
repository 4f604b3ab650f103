import { element } from '../element.ts';

const REGIONS = ['prompt', 'template', 'answer', 'end-of-turn', 'separator', 'media', 'padding'] as const;

/** What the colours of tokens mean, and the bar under those with a label. */
export function tokenLegend(): HTMLElement {
  return element(
    'ul',
    { class: 'legend', 'aria-label': 'Legend' },
    REGIONS.map((region) => element('li', {}, element('span', { class: `swatch region-${region}` }), region)),
    element('li', {}, element('span', { class: 'token supervised plain' }, 'token'), 'has a label'),
    element('li', {}, element('span', { class: 'token plain' }, 'token'), 'label -100'),
  );
}
