import { element } from './element.ts';
import { type Mark, stateMark } from './state-mark.ts';

/** A state as sign, colour and word, so that none of them carries it alone. */
export function stateWord(mark: Mark, word: string): HTMLElement {
  return element('span', { class: `state state-${mark}` }, stateMark(mark), word);
}
