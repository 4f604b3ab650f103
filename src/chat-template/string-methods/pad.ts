import { fail } from '../python-fail.ts';
import { textOf } from '../python-primitives.ts';
import { typeName } from '../python-repr.ts';
import { pythonString } from '../python-text.ts';
import { renderBudget } from '../render-budget.ts';
import { joinTraced } from '../traced-text.ts';
import { intArgument, type TextMethod } from './text-method.ts';

/** str.ljust, str.rjust and str.center, by where the text stands: at the left, at the right, between `both` fills. */
export function pad(side: 'left' | 'right' | 'both'): TextMethod {
  return (self, [width, fill], text) => {
    const char =
      fill === undefined
        ? ' '
        : (textOf(fill) ?? fail('TypeError', `The fill character must be a unicode character, not ${typeName(fill)}`));
    if (pythonString.length(char) !== 1) fail('TypeError', 'The fill character must be exactly one character long');
    const wanted = intArgument(width, 0);
    const missing = wanted - pythonString.length(text);
    if (missing <= 0) return self;
    renderBudget.allow(missing);
    // How CPython puts the odd one.
    const left = side === 'left' ? 0 : side === 'right' ? missing : Math.floor(missing / 2) + (missing & wanted & 1);
    return joinTraced([char.repeat(left), self, char.repeat(missing - left)]);
  };
}

/** str.zfill: zeros go behind the sign. */
export const zfill: TextMethod = (_, [width], text) => {
  const missing = intArgument(width, 0) - pythonString.length(text);
  if (missing <= 0) return text;
  renderBudget.allow(missing);
  const sign = /^[+-]/.test(text) ? text.charAt(0) : '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
};

/** str.expandtabs. */
export function expandTabs(text: string, size: number): string {
  let column = 0;
  let out = '';
  for (const char of text) {
    if (char === '\t') {
      const spaces = size > 0 ? size - (column % size) : 0;
      renderBudget.allow(out.length + spaces);
      out += ' '.repeat(spaces);
      column += spaces;
    } else {
      out += char;
      column = char === '\n' || char === '\r' ? 0 : column + 1;
    }
  }
  return out;
}
