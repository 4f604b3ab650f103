import { Traced } from '../python-values.ts';
import { renderBudget } from '../render-budget.ts';
import { joinTraced } from '../traced-text.ts';
import { cut, intArgument, stringArgument, type Text, type TextMethod } from './text-method.ts';

export interface Replacement {
  readonly before: string;
  readonly after: Text;
  /** How many places at the most; below 0 all. */
  readonly count: number;
}

/** str.replace. Texts that stay keep their origin. */
export function replaceText(self: Text, { before, after, count }: Replacement): Text {
  const text = typeof self === 'string' ? self : self.text;
  const places: number[] = [];
  const step = before.length;
  let at = 0;
  while (count < 0 || places.length < count) {
    const found = text.indexOf(before, at);
    if (found === -1 || (step === 0 && at > text.length)) break;
    places.push(found);
    // An empty pattern matches between code points and at both ends.
    at = found + (step || ((text.codePointAt(found) ?? 0) > 0xffff ? 2 : 1));
    if (step === 0 && found >= text.length) break;
  }
  if (places.length === 0) return self;
  const length = typeof after === 'string' ? after.length : after.text.length;
  renderBudget.allow(text.length + places.length * (length - step));
  renderBudget.spend(places.length);
  const parts: Text[] = [];
  let from = 0;
  for (const place of places) {
    parts.push(cut(self, from, place), after);
    from = place + step;
  }
  parts.push(cut(self, from, text.length));
  return joinTraced(parts);
}

/** The method; the filter `replace` takes more kinds of arguments. */
export const replace: TextMethod = (self, [before, after, count]) => {
  const pattern = stringArgument(before, 'replace');
  const by = after instanceof Traced ? after : stringArgument(after, 'replace');
  return replaceText(self, { before: pattern, after: by, count: intArgument(count, -1) });
};
