import { pythonRepr } from './python-repr.ts';
import type { Value } from './python-values.ts';

/** repr() for messages, cut so that a hostile value does not fill them. */
export function shortRepr(value: Value): string {
  const text = pythonRepr(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
