import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeTerminal } from '../../src/render/escape-terminal.ts';
import { unsafeText } from '../support/unsafe-text.ts';

test('escape sequences, eight-bit controls and NUL are spelled out', () => {
  expect(escapeTerminal('\x1b[31mred\x1b[0m')).toBe('\\x1b[31mred\\x1b[0m');
  expect(escapeTerminal('\x9b31m\x7f\0')).toBe('\\x9b31m\\x7f\\x00');
});

test('characters that reorder or hide text become their code points', () => {
  expect(escapeTerminal('invoice\u202Efdp.exe')).toBe('invoice⟨U+202E⟩fdp.exe');
  expect(escapeTerminal('ad\u200Bmin')).toBe('ad⟨U+200B⟩min');
  expect(escapeTerminal('\u{E0041}')).toBe('⟨U+E0041⟩');
  expect(escapeTerminal('\uD800x')).toBe('⟨U+D800⟩x');
});

test('a text cannot start a line of its own', () => {
  expect(escapeTerminal('a\nb\r\nc\rd\te\u2028f')).toBe('a⏎b\\r⏎c\\rd\\te⟨U+2028⟩f');
});

test('ordinary text of any language stays as it is', () => {
  for (const text of ['naïve café', '注文が届きません', 'שלום', 'สวัสดี', 'नमस्ते', '👍 ok', 'e\u0301'])
    expect(escapeTerminal(text)).toBe(text);
});

test('marks piled on one character are spelled out after eight', () => {
  expect(escapeTerminal(`a${'\u0301'.repeat(10)}`)).toBe(`a${'\u0301'.repeat(8)}⟨U+0301⟩⟨U+0301⟩`);
});

test('no text whatever leaves an unsafe character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(unsafeText(escapeTerminal(text))).toBeUndefined();
      expect(escapeTerminal(text)).not.toContain('\n');
    }),
  );
});
