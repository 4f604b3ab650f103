import type { LockSection } from '../../lock/lock.ts';

/** The parts of a lock in the words of the reports. */
export const lockSectionWords: Readonly<Record<LockSection, string>> = {
  versions: 'library versions',
  template: 'chat template',
  tokenizer: 'tokenizer',
  specialIds: 'special tokens',
  probes: 'probe prompts',
  mask: 'labels',
  stop: 'stop tokens',
  lengths: 'length limits',
  images: 'image settings',
  adapter: 'adapter',
  base: 'base model',
  decoding: 'decoding settings',
};
