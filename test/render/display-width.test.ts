import { expect, test } from 'vitest';
import { displayWidth } from '../../src/render/display-width.ts';

// Expected columns: East Asian Width (UAX 11) W and F are two, combining marks none, emoji with emoji presentation two.
test.each([
  ['plain', 5],
  ['注文', 4],
  ['ｗｉｄｅ', 8],
  ['한국', 4],
  ['\u1112\u1161\u11ab', 2],
  ['e\u0301', 1],
  ['café', 4],
  ['👍', 2],
  ['👍🏽', 2],
  ['🇩🇪', 2],
  ['สวัสดี', 4],
  ['⏎✓', 2],
  ['', 0],
])('%s needs %i columns', (text, columns) => {
  expect(displayWidth(text)).toBe(columns);
});
