import { defaultExamples, type Example, renderChatml } from './run-builder.ts';
import { encoder, type Segment } from './stories-build.ts';

export function messagesRow({ system, user, answer }: Example): unknown {
  return {
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
      { role: 'assistant', content: answer },
    ],
  };
}

export function sharegptRow({ system, user, answer }: Example): unknown {
  return {
    system,
    conversations: [
      { from: 'human', value: user },
      { from: 'gpt', value: answer },
    ],
  };
}

export function textRow(example: Example): unknown {
  const { prompt, answer, end } = renderChatml(example);
  return { text: prompt + answer + end };
}

const FIRST = { question: 'Which place is it, in one word, and who asks?', answer: 'The place that the note names.' };

export const multiTurnExamples = defaultExamples();

/** Two questions and two answers a row; the first pair is the same everywhere. */
export const multiTurn = {
  dataRow: ({ system, user, answer }: Example): unknown => ({
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: FIRST.question },
      { role: 'assistant', content: FIRST.answer },
      { role: 'user', content: user },
      { role: 'assistant', content: answer },
    ],
  }),
  row: ({ system, user, answer }: Example): readonly Segment[] => [
    [`<|im_start|>system\n${system}<|im_end|>\n`, false],
    [`<|im_start|>user\n${FIRST.question}<|im_end|>\n`, false],
    ['<|im_start|>assistant\n', false],
    [`${FIRST.answer}<|im_end|>`, true],
    ['\n', false],
    [`<|im_start|>user\n${user}<|im_end|>\n`, false],
    ['<|im_start|>assistant\n', false],
    [`${answer}<|im_end|>`, true],
    ['\n', false],
  ],
  request: ({ system, user }: Example): string =>
    `<|im_start|>system\n${system}<|im_end|>\n<|im_start|>user\n${FIRST.question}<|im_end|>\n<|im_start|>assistant\n${FIRST.answer}<|im_end|>\n` +
    `<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n`,
};

/** The default examples with user turns padded so that every rendered row has the same number of tokens. */
export const equalLengthExamples = defaultExamples().map((example) => {
  const user = example.user + '.'.repeat(60 - example.user.length - example.gold.length);
  return { ...example, user };
});

/** Tokens of a whole row of `equalLengthExamples`; the last two are the end-of-turn token and the line break. */
export const equalLength = (() => {
  const [first] = equalLengthExamples;
  if (first === undefined) throw new Error('there are examples');
  const { prompt, answer, end } = renderChatml(first);
  return encoder([])(prompt + answer + end).length;
})();
