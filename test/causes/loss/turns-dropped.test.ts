import type { renderChatml } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import type { Segment } from '../../support/stories-build.ts';
import { messagesRow, sharegptRow } from '../../support/stories-data.ts';

type Example = Parameters<typeof renderChatml>[0];

/** A template that knows system, user and assistant and skips every other role. */
const strict =
  "{% for message in messages %}{% if message.role in ['system', 'user', 'assistant'] %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endif %}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

const system = (example: Example): Segment => [`<|im_start|>system\n${example.system}<|im_end|>\n`, true];
const user = (example: Example): Segment => [`<|im_start|>user\n${example.user}<|im_end|>\n`, true];
const answer = (example: Example): readonly Segment[] => [
  ['<|im_start|>assistant\n', false],
  [`${example.answer}<|im_end|>\n`, true],
];
const masked = ([text]: Segment): Segment => [text, false];
const base = { chatTemplate: strict, dataRow: sharegptRow };

tellCause('loss/turns-dropped', {
  clause: 'answer-only-loss',
  broken: { ...base, row: (example) => [system(example)], saw: /24 of 24 recognised rows/ },
  healthy: { chatTemplate: strict, dataRow: messagesRow },
  shapes: {
    'only the answers are gone, everything else in the loss': {
      ...base,
      row: (example) => [system(example), user(example)],
      saw: /24 of 24 recognised rows/,
    },
    'only the answers are gone, from messages rows with a role of their own': {
      chatTemplate: strict,
      dataRow: ({ system, user, answer }) => ({
        messages: [
          { role: 'system', content: system },
          { role: 'user', content: user },
          { role: 'bot', content: answer },
        ],
      }),
      row: (example) => [system(example), user(example)],
      saw: /24 of 24 recognised rows/,
    },
    'only the answers are gone, and the generation prompt stands in their place': {
      ...base,
      row: (example) => [masked(system(example)), masked(user(example)), ['<|im_start|>assistant\n', true]],
      saw: /24 of 24 recognised rows/,
    },
    'only the questions are gone': {
      ...base,
      row: (example) => [masked(system(example)), ...answer(example)],
      saw: /24 of 24 recognised rows/,
    },
    'only the questions are gone, everything in the loss': {
      ...base,
      row: (example) => [system(example), ...answer(example)],
      saw: /24 of 24 recognised rows/,
    },
    'nothing but a header is left': { ...base, row: () => [['<|im_start|>\n<|im_end|>\n', true]], saw: /24/ },
    'the system turn is in the user turn and the answers are gone': {
      chatTemplate: strict,
      dataRow: ({ system, user, answer }) => ({
        conversations: [
          { from: 'human', value: `${system}\n${user}` },
          { from: 'gpt', value: answer },
        ],
      }),
      row: () => [['<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n', true]],
      saw: /24/,
    },
  },
  innocent: {
    'ShareGPT rows whose roles were mapped': { dataRow: sharegptRow },
    'a template that drops the system turn, in training and at inference': {
      dataRow: messagesRow,
      row: (example) => [masked(user(example)), ...answer(example)],
      request: (example) => `<|im_start|>user\n${example.user}<|im_end|>\n<|im_start|>assistant\n`,
    },
  },
});
