import { type Child, element } from './element.ts';

export interface PageFrame {
  /** Behind the product's name. */
  readonly name: string;
  readonly folder: string;
  readonly links: readonly (readonly [id: string, title: string])[];
  readonly sections: readonly Child[];
  readonly footer: readonly string[];
}

/** What every page has: a link past the navigation, the run, the sections, and where the page is from. */
export function pageFrame({ name, folder, links, sections, footer }: PageFrame): HTMLElement[] {
  return [
    element('a', { class: 'skip', href: '#report' }, 'Skip to the report'),
    element(
      'header',
      {},
      element('p', { class: 'product' }, element('b', {}, 'Lockstep'), ` ${name}`),
      element('p', {}, element('code', {}, folder)),
    ),
    element(
      'nav',
      { 'aria-label': 'Sections' },
      element(
        'ul',
        {},
        links.map(([id, title]) => element('li', {}, element('a', { href: `#${id}` }, title))),
      ),
    ),
    element('main', { id: 'report', tabindex: -1 }, sections),
    element(
      'footer',
      {},
      footer.filter((line) => line !== '').map((line) => element('p', {}, line)),
    ),
  ];
}
