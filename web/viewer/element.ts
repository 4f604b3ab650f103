import { plainText } from './plain-text.ts';

export type Child = Node | string | number | undefined | false | readonly Child[];
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The only place where the page gets HTML nodes. Strings become text nodes, with whatever moves or hides text escaped, so a
 * report can hold any text. There is no way to pass a handler, a style or a link target: none of them comes from data.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, '');
    else if (value !== undefined && value !== false) node.setAttribute(name, plainText(String(value)));
  }
  append(node, children);
  return node;
}

function append(node: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined || child === false) continue;
    if (typeof child === 'string' || typeof child === 'number') node.append(plainText(String(child)));
    else if (child instanceof Node) node.append(child);
    else append(node, child);
  }
}
