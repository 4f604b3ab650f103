import { seededRandom } from '../lib/statistics/seeded-random.ts';

/** A random sample of a stream whose length is not known, within a budget, in the order of the stream. */
export interface BoundedSample<T> {
  offer(item: T): void;
  items(): readonly T[];
}

/**
 * Keeps everything while it fits into `budget`, then each item with the same probability, which halves whenever the budget is
 * exceeded. Unlike a reservoir of a fixed number of items it stays within the budget when later items are much larger. The
 * seed is fixed, so that two readings give the same sample.
 */
export function createBoundedSample<T>(budget: number, sizeOf: (item: T) => number, seed: number): BoundedSample<T> {
  const random = seededRandom(seed);
  let kept: { readonly item: T; readonly draw: number; readonly size: number }[] = [];
  let size = 0;
  let threshold = 1;
  return {
    offer: (item) => {
      const draw = random();
      if (draw >= threshold) return;
      kept.push({ item, draw, size: sizeOf(item) });
      size += kept.at(-1)?.size ?? 0;
      // One item alone may exceed the budget; it stays, or the sample could end empty.
      while (size > budget && kept.length > 1) {
        threshold /= 2;
        kept = kept.filter((one) => one.draw < threshold);
        size = kept.reduce((sum, one) => sum + one.size, 0);
      }
    },
    items: () => kept.map(({ item }) => item),
  };
}
