import type { PartlyMerged } from './merge-unit.ts';

/** What a partly merged tensor looks like, for messages. */
export function partlyText({ apart, telling, kappa }: PartlyMerged): string {
  const others = telling - apart;
  return `of ${telling} places that were read and tell, ${apart} have κ ${kappa.toFixed(2)} and ${others} are base + update`;
}
