import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowWindow, type WindowRow } from '../../src/gather/row-window.ts';

async function* rowsOf(ids: readonly string[], split?: string): AsyncGenerator<WindowRow<string>> {
  for (const id of ids) yield { keys: [id], split, value: `row ${id}`, units: 10 };
}

const numbered = (count: number) => Array.from({ length: count }, (_, at) => String(at));

describe('a file read in step with another', () => {
  test('any order and any subset will do while all rows fit: as a map would have it', async () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 60 }).map(String), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(ids, ids, async (file, asked) => {
        const window = rowWindow(rowsOf(file), { mostUnits: 10_000 });
        for (const id of asked) expect(await window.find(id)).toBe(file.includes(id) ? `row ${id}` : undefined);
        expect(window.outOfReach()).toBe(0);
        const left = file.filter((id) => !asked.includes(id));
        const rest = await window.rest();
        expect({ ...rest, ids: [...rest.ids].sort() }).toEqual({ count: left.length, ids: left.slice(0, 20).sort() });
      }),
    );
  });

  test('in the same order nothing is lost, however little is held, nor where rows are passed over', async () => {
    const ids = numbered(5_000);
    const window = rowWindow(rowsOf(ids), { mostUnits: 200 });
    for (const id of ids.filter((_, at) => at % 3 === 0)) expect(await window.find(id)).toBe(`row ${id}`);
    expect(window.outOfReach()).toBe(0);
    expect(await window.rest()).toMatchObject({ count: 3_333, ids: expect.arrayContaining(['1', '2', '4']) });
  });

  test('what cannot be looked for is said, not taken for absent', async () => {
    const window = rowWindow(rowsOf(numbered(1_000)), { mostUnits: 100 });
    expect(await window.find('900')).toBeUndefined();
    expect(window.outOfReach()).toBe(1);
    expect(await window.find('3')).toBe('row 3');
  });

  test('rows that lie ahead are kept as text where there is a way to, and come back as they were', async () => {
    const ids = numbered(40);
    async function* large(): AsyncGenerator<WindowRow<string>> {
      for await (const row of rowsOf(ids)) yield { ...row, keys: [...row.keys, `#${row.keys[0]}`], units: 200_000 };
    }
    const packed: string[] = [];
    const packing = {
      pack: (value: string) => {
        packed.push(value);
        return value.endsWith('9') ? undefined : JSON.stringify([value]);
      },
      unpack: (text: string) => String(JSON.parse(text)[0]),
    };
    const window = rowWindow(large(), { mostUnits: 100_000_000 }, packing);
    for (const id of ids.toReversed()) {
      expect(await window.find(id)).toBe(`row ${id}`);
      expect(await window.find(`#${id}`)).toBe(`row ${id}`);
    }
    expect(packed.length).toBeGreaterThan(30);
    expect(await window.rest()).toEqual({ count: 0, ids: [] });
  });

  test('a row that is asked for once is let go at once', async () => {
    const window = rowWindow(rowsOf(numbered(100)), { mostUnits: 1_000, once: true });
    expect(await window.find('5')).toBe('row 5');
    expect(await window.find('5')).toBeUndefined();
    expect(await window.find('3')).toBe('row 3');
    expect(await window.rest()).toMatchObject({ count: 98 });
  });

  test('a file that is not read to its end is let go', async () => {
    const opened = { open: true };
    async function* file(): AsyncGenerator<WindowRow<string>> {
      try {
        yield* rowsOf(numbered(10));
      } finally {
        opened.open = false;
      }
    }
    const window = rowWindow(file(), { mostUnits: 1_000 });
    await window.find('2');
    expect(opened.open).toBe(true);
    await window.close();
    expect(opened.open).toBe(false);
    expect(await window.find('2')).toBe('row 2');
    expect(await window.find('7')).toBeUndefined();
  });

  test('a row of another split is another row, unless any will do', async () => {
    expect(await rowWindow(rowsOf(['a'], 'eval'), { mostUnits: 100 }).find('a', 'train')).toBeUndefined();
    expect(await rowWindow(rowsOf(['a'], 'eval'), { mostUnits: 100 }).find('a', 'eval')).toBe('row a');
    expect(await rowWindow(rowsOf(['a'], 'eval'), { mostUnits: 100 }).find('a', 'train', true)).toBe('row a');
    expect(await rowWindow(rowsOf(['a']), { mostUnits: 100 }).find('a', 'train')).toBe('row a');
  });

  test('a million rows of one id are no million times a million comparisons', async () => {
    const same = Array.from({ length: 50_000 }, () => 'same');
    const window = rowWindow(rowsOf([...same, 'other']), { mostUnits: 10_000_000 });
    expect(await window.find('other')).toBe('row other');
    expect(await window.find('same')).toBe('row same');
  });
});
