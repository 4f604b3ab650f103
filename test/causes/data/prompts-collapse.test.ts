import { defaultExamples } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';

const LONG = 'This note was written on site and signed by the foreman of the day. ';
const examples = defaultExamples();
const same = examples.map((example) => ({ ...example, user: LONG.trim() }));
const long = examples.map((example) => ({ ...example, user: LONG + example.user }));

tellCause('data/prompts-collapse', {
  broken: { examples: same, saw: /24 of 24 .*one and the same question/ },
  healthy: { examples: long },
  shapes: {
    'a character limit in the converter leaves the boilerplate': {
      examples: long.map((example) => ({ ...example, user: example.user.slice(0, 60) })),
      saw: /24 of 24/,
    },
    'one of two questions is left of each row, and each has all answers': {
      examples: examples.map((example, index) => ({
        ...example,
        user: `${LONG}${'AB'.charAt(Math.floor(index / 2) % 2)}`,
      })),
      saw: /\d+ of 24/,
    },
    'half of the rows': {
      examples: long.map((example, index) => (index % 4 < 2 ? { ...example, user: LONG.trim() } : example)),
      saw: /\d+ of 24/,
    },
  },
  innocent: {
    'long boilerplate in front of what matters': { examples: long },
  },
});
