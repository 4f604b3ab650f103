import type { Attributes } from './element.ts';
import { plainText } from './plain-text.ts';

/** An SVG node with its attributes; strings among the children become text nodes. */
export function svgElement<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes,
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[K] {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(name, String(value));
  }
  node.append(...children.map((child) => (typeof child === 'string' ? plainText(child) : child)));
  return node;
}
