import { type Child, element } from './element.ts';

/** Content behind a summary line; printing opens it (main.ts). */
export function fold(summary: Child, ...children: readonly Child[]): HTMLDetailsElement {
  return element('details', {}, element('summary', {}, summary), element('div', { class: 'folded' }, children));
}
