import type { ScoresReport } from '../../report/scores-report.ts';

type Code = ScoresReport['failures']['rows'][number]['code'];

/** Every code of the failure taxonomy in words. */
export const failureMeanings: Readonly<Record<Code, string>> = {
  'prompt-included': 'the output begins with the prompt: the whole sequence was decoded',
  empty: 'nothing, or nothing but space',
  'image-not-seen': 'the answer says that there is no image',
  refusal: 'the model declines to answer',
  loop: 'the same words, lines or values again and again',
  'instruction-echo': 'the answer repeats the instruction',
  cut: 'the answer ends before it is complete',
  unparseable: 'no value of the wanted form can be read',
  'run-on': 'text goes on behind the answer',
  preamble: 'text stands before the answer',
  fenced: 'the answer is in a code fence',
  'language-drift': 'written in a script that right answers do not use',
  'foreign-domain': 'words or keys of another kind of document',
  'duplicate-keys': 'a key is there twice',
  'key-missing': 'a key that every answer has is missing',
  'key-unknown': 'a key that no answer has',
  'type-wrong': 'a value of another type',
  'class-invalid': 'something that is no class',
  'class-respelled': 'a class in another spelling',
  'class-wrong': 'another class than gold',
  'fields-swapped': 'values stand in each other’s fields',
  'digits-differ': 'a number with other digits',
  'near-miss': 'almost the gold value',
  'value-invented': 'a value where there is none',
  'value-missing': 'no value where there is one',
  'value-wrong': 'another value than gold',
};
