import type { LabelConfig } from '../label-config.ts';

/** Packing that keeps documents apart, which the collator then does without padding. */
export function packsDocuments(config: LabelConfig): boolean {
  return config.packing && (config.packing_strategy === 'bfd' || config.packing_strategy === 'bfd_split');
}
