import type { LockSection } from './lock.ts';
import type { DifferenceWeight } from './lock-difference.ts';

interface Words {
  readonly name: string;
  /** Of a change that says nothing more precise about itself. */
  readonly weight: DifferenceWeight;
  readonly why: string;
  readonly fix: string;
}

/** What a change of each section means, and what to do about it. */
export const SECTION_WORDS: Readonly<Record<LockSection, Words>> = {
  versions: {
    name: 'A library version',
    weight: 'note',
    why: 'Trainers and tokenizers change what they do between versions; whether they did here, the probes and the mask show.',
    fix: 'Nothing, when no probe and no mask changed; else pin the versions of the lock.',
  },
  template: {
    name: 'The chat template',
    weight: 'note',
    why: 'It decides every token around the messages. Whether the change shows, the probes say.',
    fix: 'Restore the template of the lock; when only its spelling changed and no probe did, freeze again.',
  },
  tokenizer: {
    name: 'The tokenizer',
    weight: 'breaks',
    why: 'The same text becomes other ids, or the same ids mean other text.',
    fix: 'Restore tokenizer.json and tokenizer_config.json of the lock.',
  },
  specialIds: {
    name: 'A special token',
    weight: 'breaks',
    why: 'Templates write these tokens, collators mask by them and servers stop at them.',
    fix: 'Restore tokenizer_config.json and special_tokens_map.json of the lock.',
  },
  probes: {
    name: 'The probe conversations',
    weight: 'breaks',
    why: 'They are the prompts as they would be sent.',
    fix: 'Restore template and tokenizer of the lock.',
  },
  mask: {
    name: 'The mask',
    weight: 'breaks',
    why: 'It decides which tokens the model learns to write.',
    fix: 'Train with the settings and the library versions of the lock.',
  },
  stop: {
    name: 'The stop set',
    weight: 'breaks',
    why: 'An answer that ends with a token at which nothing stops goes on; a new stop token may cut answers.',
    fix: 'Add the missing id to eos_token_id in generation_config.json.',
  },
  lengths: {
    name: 'A length limit of the training',
    weight: 'note',
    why: 'A smaller limit cuts answers or drops rows; a larger one needs nothing but memory.',
    fix: 'Train with the limit of the lock, or check the labels again and freeze again.',
  },
  images: {
    name: 'The image policy',
    weight: 'breaks',
    why: 'The same picture becomes another number of tokens, or is scaled differently from what was trained on.',
    fix: 'Put preprocessor_config.json of the training folder beside the weights that are served.',
  },
  adapter: {
    name: 'The adapter',
    weight: 'breaks',
    why: 'Other weights answer than the ones that were frozen.',
    fix: 'Serve the adapter of the lock, or evaluate the new one and freeze again.',
  },
  base: {
    name: 'The base model',
    weight: 'breaks',
    why: 'An adapter corrects the weights it was trained on; on others (quantised, another revision) it does something else.',
    fix: 'Serve the base model of the lock.',
  },
  decoding: {
    name: 'A decoding setting',
    weight: 'breaks',
    why: 'Sampling, penalties and length limits change answers that the model gives right.',
    fix: 'Send the settings of the lock with each request, or put them into generation_config.json.',
  },
};
