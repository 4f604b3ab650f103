import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth } from '../../src/render/display-width.ts';
import { span } from '../../src/render/terminal/span.ts';
import { wrap } from '../../src/render/terminal/wrap.ts';

test('breaks between words and indents what follows', () => {
  expect(wrap([span('one two three four')], { columns: 2, first: span('*') }, 12)).toEqual([
    '* one two',
    '  three four',
  ]);
});

test('a word longer than a line is broken inside, a shorter one never', () => {
  expect(wrap([span('ab 0123456789012345 cd')], { columns: 0 }, 12)).toEqual(['ab 012345678', '9012345 cd']);
  expect(wrap([span('ab 01234567890 cd')], { columns: 0 }, 12)).toEqual(['ab', '01234567890', 'cd']);
});

test('spans that touch stay one word', () => {
  expect(wrap([span('aaaa bb'), span('cc'), span(' d')], { columns: 0 }, 8)).toEqual(['aaaa', 'bbcc d']);
});

test('colour is added after measuring and does not change where lines break', () => {
  const painted = wrap([span('one two three', (text) => `<${text}>`)], { columns: 0 }, 9);
  expect(painted.map((line) => line.replace(/[<>]/g, ''))).toEqual(wrap([span('one two three')], { columns: 0 }, 9));
});

test('no text makes a line too wide, and no character gets lost', () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 5 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 16, max: 60 }), (parts, width) => {
      const spans = parts.map((part) => span(part));
      const lines = wrap(spans, { columns: 3 }, width);
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      const bare = (text: string) => text.replace(/\s/gu, '');
      expect(bare(lines.join(''))).toBe(bare(spans.map((part) => part.text).join('')));
    }),
  );
});
