import { expect, it } from 'vitest';
import { sharedPreamble } from '../../src/evidence/derive/shared-preamble.ts';

const ladders = ['roof', 'garden', 'kitchen', 'workshop'];

it('is the first paragraph that all user turns share', () => {
  expect(sharedPreamble(ladders.map((place) => `You judge ladders.\n\nPlace: ${place}.`))).toBe(
    'You judge ladders.\n\n',
  );
});

it('is nothing where they only begin with the same words', () => {
  expect(sharedPreamble(ladders.map((place) => `You judge the ladder in the ${place}.`))).toBe('');
});

it('is nothing for few texts, or for one text many times', () => {
  expect(sharedPreamble(['A.\n\nb', 'A.\n\nc'])).toBe('');
  expect(sharedPreamble(ladders.map(() => 'A.\n\nb'))).toBe('');
});
