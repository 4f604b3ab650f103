import { describe, expect, it } from 'vitest';
import type { RowValue } from '../../src/formats/row-value.ts';
import { createRawRows } from '../../src/gather/raw-rows.ts';

describe('rows with all their columns', () => {
  it('are all kept while they are small, in their order', () => {
    const kept = createRawRows();
    for (let index = 0; index < 1000; index += 1) kept.offer({ index, row: { text: `row ${index}` } });
    expect(kept.items().map(({ index }) => index)).toEqual(Array.from({ length: 1000 }, (_, index) => index));
  });

  it('are a sample from all parts with the first row, when they are images', () => {
    const kept = createRawRows();
    const bytes = new Uint8Array(1024 * 1024);
    for (let index = 0; index < 400; index += 1) kept.offer({ index, row: { image: { bytes } } });
    const places = kept.items().map(({ index }) => index);
    expect(places[0]).toBe(0);
    expect(places.length).toBeLessThanOrEqual(65);
    for (const from of [0, 100, 200, 300])
      expect(places.filter((place) => place >= from && place < from + 100).length).toBeGreaterThan(2);
  });

  it('are counted without recursion, however deep they are nested', () => {
    let deep: RowValue = 'bottom';
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    const kept = createRawRows();
    kept.offer({ index: 0, row: {} });
    expect(() => kept.offer({ index: 1, row: { deep } })).not.toThrow();
    expect(kept.items()).toHaveLength(2);
  });
});
