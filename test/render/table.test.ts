import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/render/display-width.ts';
import { newPage } from '../../src/render/terminal/page.ts';
import { span } from '../../src/render/terminal/span.ts';
import { addTable } from '../../src/render/terminal/table.ts';
import { addTableOrList } from '../../src/render/terminal/table-or-list.ts';

const pageOf = (width: number) => newPage({ width, colour: false, details: false });
const spans = (texts: readonly string[]) => texts.map((text) => span(text));

describe('a table in a narrow terminal', () => {
  const head = spans(['reading', 'rows']);
  const rows = [spans(['equal to an earlier question', '56 of 112 (50.0 %)']), spans(['new', '56 of 112 (50.0 %)'])];

  test('long text goes on over the next line, whole, and the figure stands beside its first line', () => {
    const page = pageOf(42);
    expect(addTable(page, { head, rows, left: [0] })).toBe(true);
    expect(page.lines).toEqual([
      '  reading                             rows',
      '  equal to an earlier   56 of 112 (50.0 %)',
      '  question',
      '  new                   56 of 112 (50.0 %)',
    ]);
  });

  test('a text of a file may be longer than a page: its end is cut, and that can be seen', () => {
    const page = pageOf(60);
    addTable(page, { head, rows: [spans(['word '.repeat(200), '1'])], left: [0] });
    expect(page.lines).toHaveLength(5);
    expect(page.lines.at(-1)).toMatch(/word…$/);
  });

  test('names are not broken: a list says the same where the table does not fit', () => {
    const page = pageOf(40);
    const settings = [spans(['completion_only_loss', 'None', 'capture/capture.json'])];
    const table = { head: spans(['setting', 'value', 'from']), rows: settings, left: [0, 1, 2] };
    expect(addTable(page, table)).toBe(false);
    expect(page.lines).toEqual([]);
    addTableOrList(page, table);
    expect(page.lines.join(' ').replace(/\s+/g, ' ')).toBe(
      ' - completion_only_loss value None · from capture/capture.json',
    );
  });

  test('whatever the texts, no line is too wide, and every figure is there', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    const figure = fc.integer({ min: 0, max: 10_000_000 }).map(String);
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: 120 }),
        fc.array(fc.tuple(text, figure), { minLength: 1 }),
        (width, body) => {
          const page = pageOf(width);
          addTableOrList(page, { head: spans(['name', 'figure']), rows: body.map(spans), left: [0] });
          expect(Math.max(...page.lines.map(displayWidth))).toBeLessThanOrEqual(width);
          for (const [, count] of body) expect(page.lines.join('\n')).toContain(count);
        },
      ),
    );
  });
});
