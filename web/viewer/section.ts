import { type Child, element } from './element.ts';

export interface SectionText {
  readonly id: string;
  readonly title: string;
  /** One sentence on how to read the section. */
  readonly lead?: string;
}

/** A landmark with its heading. */
export function section(text: SectionText, ...children: readonly Child[]): HTMLElement {
  return element(
    'section',
    { id: text.id, 'aria-labelledby': `${text.id}-title` },
    element(
      'div',
      { class: 'section-head' },
      element('h2', { id: `${text.id}-title` }, text.title),
      text.lead !== undefined && element('p', { class: 'lead' }, text.lead),
    ),
    element('div', { class: 'section-body' }, children),
  );
}
