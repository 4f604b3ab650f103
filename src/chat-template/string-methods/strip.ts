import { spaceEnd, trimmedEnd } from '../python-strip.ts';
import { cut, stringArgument, type TextMethod } from './text-method.ts';

function startOf(text: string, chars: ReadonlySet<string>): number {
  let start = 0;
  for (const char of text) {
    if (!chars.has(char)) break;
    start += char.length;
  }
  return start;
}

function endOf(text: string, chars: ReadonlySet<string>, from: number): number {
  let end = text.length;
  while (end > from) {
    const isPair = end - from >= 2 && (text.codePointAt(end - 2) ?? 0) > 0xffff;
    const size = isPair ? 2 : 1;
    if (!chars.has(text.slice(end - size, end))) break;
    end -= size;
  }
  return end;
}

/** str.strip, str.lstrip and str.rstrip. */
export function strip(sides: 'both' | 'left' | 'right'): TextMethod {
  return (self, [given], text) => {
    const chars = given === undefined || given === null ? undefined : new Set(stringArgument(given, 'strip'));
    let start = 0;
    let end = text.length;
    if (sides !== 'right') start = chars === undefined ? spaceEnd(text) : startOf(text, chars);
    if (sides !== 'left') end = chars === undefined ? trimmedEnd(text, start) : endOf(text, chars, start);
    return start === 0 && end === text.length ? self : cut(self, start, end);
  };
}
