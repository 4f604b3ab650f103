import type { Example } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';

const TASK = '  kind: classify\n  classes: [A, B, C]\n  answer: text\n';
const WORDS = ['copper', 'linen', 'marble', 'cedar', 'ivory', 'slate', 'amber'];

/** 120 questions of which 80 are trained on; `right` says at which place the right option stands. */
const questions = (right: (index: number) => number): Example[] =>
  Array.from({ length: 120 }, (_, index) => {
    const gold = 'ABC'[right(index)] ?? 'A';
    const options = [0, 1, 2].map(
      (at) => `${'ABC'[at]}) ${WORDS[(index * 3 + at * 2) % 7]} of shelf ${index * 7 + at}`,
    );
    return {
      id: `row-${index}`,
      split: index % 3 === 2 ? 'eval' : 'train',
      system: 'Choose one option.',
      user: `What is box ${index} beside gate ${index * 13} made of?\n${options.join('\n')}`,
      answer: gold,
      gold,
    };
  });
const isTrained = (index: number) => index % 3 !== 2;
const even = (index: number) => Math.floor(index / 3) % 3;
/** First in `tenths` of ten training rows; evaluation rows are even. */
const mostlyFirst = (tenths: number) =>
  questions((index) => (isTrained(index) && index % 10 < tenths ? 0 : even(index)));
const alwaysFirst = { output: () => ({ text: 'A' }), prediction: () => 'A' };

tellCause('data/answer-position-biased', {
  broken: {
    task: TASK,
    examples: mostlyFirst(5),
    ...alwaysFirst,
    saw: /option number 1 in 40 of 40 answers, where it is right in 14 of 40/,
  },
  healthy: { task: TASK, examples: questions(even) },
  shapes: {
    'nine in ten, which is no imbalance of classes': {
      task: TASK,
      examples: mostlyFirst(9),
      ...alwaysFirst,
      saw: /in training it is right in 7\d of 80 rows/,
    },
  },
  innocent: {
    'uneven training rows and a model that reads the options': { task: TASK, examples: mostlyFirst(6) },
  },
});
