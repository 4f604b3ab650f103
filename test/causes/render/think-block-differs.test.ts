import { renderChatml } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import type { Segment } from '../../support/stories-build.ts';

type Example = Parameters<typeof renderChatml>[0];

const EMPTY = '<think>\n\n</think>\n\n';
const asked = (example: Example, think = '') => `${renderChatml(example).prompt}${think}`;
const taught =
  (think: string) =>
  (example: Example): readonly Segment[] => [
    [asked(example, think), false],
    [`${example.answer}<|im_end|>\n`, true],
  ];
const specials = ['<think>', '</think>'];
const saw = /36 of 36 requests/;

tellCause('render/think-block-differs', {
  clause: 'same-rendering',
  broken: { specials, request: (example) => asked(example, EMPTY), saw },
  healthy: { specials, request: (example) => asked(example, EMPTY), row: taught(EMPTY) },
  shapes: {
    'in training only': { specials, row: taught(EMPTY), saw },
    'the marks are plain text': { request: (example) => asked(example, EMPTY), saw },
    'in training only, as plain text': { row: taught(EMPTY), saw },
    'opened in the request': { specials, request: (example) => asked(example, '<think>\n'), saw },
    'empty in training, open in the request': {
      specials,
      row: taught(EMPTY),
      request: (example) => asked(example, '<think>\n'),
      saw,
    },
    'Mistral marks': {
      specials: ['[THINK]', '[/THINK]'],
      request: (example) => asked(example, '[THINK]'),
      saw,
    },
  },
  innocent: {
    'reasoning in the answer that was trained and in the output': {
      specials,
      row: (example) => [
        [asked(example), false],
        [`<think>\nLook at it.\n</think>\n\n${example.answer}<|im_end|>\n`, true],
      ],
      dataRow: ({ system, user, answer }) => ({
        messages: [
          { role: 'system', content: system },
          { role: 'user', content: user },
          { role: 'assistant', content: `<think>\nLook at it.\n</think>\n\n${answer}` },
        ],
      }),
      output: ({ answer }) => ({ text: `<think>\nLook at it.\n</think>\n\n${answer}` }),
      prediction: ({ gold }) => gold,
    },
    'an open block on both sides': {
      specials,
      row: taught('<think>\n'),
      request: (example) => asked(example, '<think>\n'),
    },
  },
});
