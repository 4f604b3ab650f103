import { fail } from '../python-fail.ts';
import { isPythonSpace, spaceEnd, trimmedEnd } from '../python-strip.ts';
import { PyTuple, type Value } from '../python-values.ts';
import { renderBudget } from '../render-budget.ts';
import { cut, intArgument, stringArgument, type TextMethod } from './text-method.ts';

type Span = readonly [start: number, end: number];

function splitSpaces(text: string, limit: number): Span[] {
  const spans: Span[] = [];
  let at = spaceEnd(text);
  while (at < text.length) {
    if (spans.length === limit) {
      spans.push([at, text.length]);
      break;
    }
    let end = at;
    while (end < text.length && !isPythonSpace(text.charCodeAt(end))) end++;
    spans.push([at, end]);
    at = spaceEnd(text, end);
  }
  return spans;
}

function splitSpacesRight(text: string, limit: number): Span[] {
  const spans: Span[] = [];
  let end = trimmedEnd(text);
  while (end > 0) {
    if (spans.length === limit) {
      spans.push([0, end]);
      break;
    }
    let start = end;
    while (start > 0 && !isPythonSpace(text.charCodeAt(start - 1))) start--;
    spans.push([start, end]);
    end = start;
    while (end > 0 && isPythonSpace(text.charCodeAt(end - 1))) end--;
  }
  return spans.reverse();
}

function splitAt(text: string, separator: string, limit: number): Span[] {
  const spans: Span[] = [];
  let at = 0;
  while (spans.length !== limit) {
    const next = text.indexOf(separator, at);
    if (next === -1) break;
    spans.push([at, next]);
    at = next + separator.length;
  }
  spans.push([at, text.length]);
  return spans;
}

function splitAtRight(text: string, separator: string, limit: number): Span[] {
  const spans: Span[] = [];
  let end = text.length;
  while (spans.length !== limit && end >= separator.length) {
    const found = text.lastIndexOf(separator, end - separator.length);
    if (found === -1) break;
    spans.push([found + separator.length, end]);
    end = found;
  }
  spans.push([0, end]);
  return spans.reverse();
}

/** str.split and str.rsplit. */
export function split(right: boolean): TextMethod {
  return (self, [separator, maximum], text) => {
    const count = intArgument(maximum, -1);
    const limit = count < 0 ? -1 : count;
    let spans: Span[];
    if (separator === undefined || separator === null)
      spans = right && limit >= 0 ? splitSpacesRight(text, limit) : splitSpaces(text, limit);
    else {
      const by = stringArgument(separator, right ? 'rsplit' : 'split');
      if (by === '') fail('ValueError', 'empty separator');
      spans = (right ? splitAtRight : splitAt)(text, by, limit);
    }
    renderBudget.spend(spans.length);
    return spans.map(([start, end]) => cut(self, start, end));
  };
}

/** str.partition and str.rpartition. */
export function partition(right: boolean): TextMethod {
  return (self, [separator], text) => {
    const by = stringArgument(separator, 'partition');
    if (by === '') fail('ValueError', 'empty separator');
    const at = right ? text.lastIndexOf(by) : text.indexOf(by);
    if (at === -1) return new PyTuple(right ? ['', '', self] : [self, '', '']);
    const end = at + by.length;
    return new PyTuple([cut(self, 0, at), cut(self, at, end), cut(self, end, text.length)]);
  };
}

const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

/** str.splitlines. */
export const splitLines: TextMethod = (self, [keep], text) => {
  const lines: Value[] = [];
  const keepEnds = intArgument(keep, 0) !== 0;
  let at = 0;
  for (const match of text.matchAll(LINE_END)) {
    const end = match.index + match[0].length;
    lines.push(cut(self, at, keepEnds ? end : match.index));
    at = end;
  }
  if (at < text.length) lines.push(cut(self, at, text.length));
  renderBudget.spend(lines.length);
  return lines;
};
