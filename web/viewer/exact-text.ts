import { countText } from '../../src/render/count-text.ts';
import { element } from './element.ts';

/**
 * Signs that need drawing: white space, and what Unicode calls control, format, private, surrogate, separator or ignorable.
 * Zero-width joiners are among them although emoji use them: in a token or a difference they are ids like any other.
 */
const SIGNS = /(\r\n|[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}])/u;

/**
 * Text of which every character counts (tokens, differences): spaces as dots, tabs and line breaks as signs (a line break
 * also breaks the line), everything unseen by its code point. Spaces stay spaces when copied. Draws at most `limit` UTF-16
 * units: a hostile token or prompt can hold megabytes.
 */
export function exactText(text: string, limit: number): readonly Node[] {
  const shown = text.slice(0, limit);
  const nodes = shown.split(SIGNS).flatMap(pieceNodes);
  if (shown.length === text.length) return nodes;
  const left = countText(text.length - shown.length);
  return [...nodes, element('span', { class: 'code-point' }, `… ${left} more characters`)];
}

function pieceNodes(piece: string): readonly Node[] {
  switch (piece) {
    case ' ':
      return [element('span', { class: 'space' }, ' ')];
    case '\t':
      return [element('span', { class: 'sign' }, '⇥')];
    case '\n':
      return [element('span', { class: 'sign' }, '⏎'), element('br', {})];
    case '\r\n':
      return [
        element('span', { class: 'code-point' }, 'CR'),
        element('span', { class: 'sign' }, '⏎'),
        element('br', {}),
      ];
    case '\r':
      return [element('span', { class: 'code-point' }, 'CR')];
    case '':
      return [];
    default:
      return [SIGNS.test(piece) ? codePoint(piece) : document.createTextNode(piece)];
  }
}

function codePoint(character: string): Node {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return element('span', { class: 'code-point' }, `U+${code}`);
}
