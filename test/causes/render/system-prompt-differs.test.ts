import { renderChatml } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import { messagesRow, textRow } from '../../support/stories-data.ts';
import { gemma, llama } from '../../support/stories-templates.ts';

type Example = Parameters<typeof renderChatml>[0];

const asked = ({ user }: Example, system?: string) =>
  `${system === undefined ? '' : `<|im_start|>system\n${system}<|im_end|>\n`}<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n`;
const withoutSystem = {
  row: (example: Example) =>
    [
      [asked(example), false],
      [`${example.answer}<|im_end|>\n`, true],
    ] as const,
  dataRow: ({ user, answer }: Example) => ({
    prompt: [{ role: 'user', content: user }],
    completion: [{ role: 'assistant', content: answer }],
  }),
};
const saw = /36 of 36 requests.* another system prompt/;

tellCause('render/system-prompt-differs', {
  clause: 'same-rendering',
  broken: { request: (example) => asked(example, 'You are a helpful assistant.'), saw },
  healthy: {},
  shapes: {
    'none in the request': { request: (example) => asked(example), saw },
    'none in training': { ...withoutSystem, request: (example) => asked(example, 'Say what you see.'), saw },
    'the default one of the template in the request': {
      ...withoutSystem,
      request: (example) => asked(example, 'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.'),
      saw,
    },
    'one word more in the request': { request: (example) => asked(example, `${example.system} Please.`), saw },
    'one word fewer in the request': { request: (example) => asked(example, 'Say whether the ladder is.'), saw },
    'an empty system turn in the request': { request: (example) => asked(example, ''), saw },
    'messages rows': { dataRow: messagesRow, request: (example) => asked(example), saw },
    'text rows': {
      dataRow: textRow,
      request: (example) => asked(example, 'You are a helpful assistant.'),
      saw: /24 of 24 requests/,
    },
    'moved into the user turn': {
      request: (example) => asked({ ...example, user: `${example.system}\n\n${example.user}` }),
      saw,
    },
    'moved from the user turn into a system turn': {
      row: (example) => [
        [asked({ ...example, user: `${example.system}\n\n${example.user}` }), false],
        [`${example.answer}<|im_end|>\n`, true],
      ],
      dataRow: ({ system, user, answer }) => ({
        prompt: [{ role: 'user', content: `${system}\n\n${user}` }],
        completion: [{ role: 'assistant', content: answer }],
      }),
      request: (example) => asked(example, example.system),
      saw,
    },
    'in a third of the requests': {
      request: (example) => (/roof|dock/.test(example.user) ? asked(example) : renderChatml(example).prompt),
      saw: /12 of 36 requests/,
    },
    'the words of the user are short': {
      examples: shortExamples(),
      request: (example) => asked(example),
      saw: /\d+ of \d+ requests.* another system prompt/,
    },
    'Gemma, other system text in the user turn': {
      ...gemma.story,
      request: (example) => gemma.prompt({ ...example, system: 'You are a helpful assistant.' }),
      saw,
    },
    'Gemma, no system text': {
      ...gemma.story,
      request: (example) => gemma.prompt(example).replace(`${example.system}\n\n`, ''),
      saw,
    },
    'Llama-3, the default one with its dates': {
      ...llama.story,
      request: (example) =>
        llama.prompt({ ...example, system: 'Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024' }),
      saw,
    },
  },
  innocent: {
    'the words of the user are short': { examples: shortExamples() },
    'no system prompt on either side': { ...withoutSystem, request: (example) => asked(example) },
    'a system prompt of its own in every row': {
      examples: shortExamples().map((example, index) => ({ ...example, system: `You answer case ${index}.` })),
    },
  },
});

/** User turns of a few letters, shorter than any run of text that could be shared by chance. */
function shortExamples(): Example[] {
  return Array.from({ length: 36 }, (_, index) => {
    const gold = index % 2 === 0 ? 'safe' : 'unsafe';
    return {
      id: `row-${index}`,
      split: index % 3 === 2 ? 'eval' : 'train',
      system: 'Say whether the ladder is safe.',
      user: `No. ${index}`,
      answer: JSON.stringify({ label: gold }),
      gold,
    };
  });
}
