import { renderChatml } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import type { Segment } from '../../support/stories-build.ts';
import { messagesRow, multiTurn, multiTurnExamples, sharegptRow, textRow } from '../../support/stories-data.ts';
import { alpaca, gemma, llama } from '../../support/stories-templates.ts';

/** Everything has a label, as a collator without a mask leaves it. */
function everything(example: Parameters<typeof renderChatml>[0]): readonly Segment[] {
  const { prompt, answer, end } = renderChatml(example);
  return [[prompt + answer + end, true]];
}

const saw = /24 of 24 captured rows.*Of [\d,]+ supervised tokens only \d+(\.\d+)? %/;

tellCause('loss/prompt-in-loss', {
  clause: 'answer-only-loss',
  broken: { dataRow: messagesRow, row: everything, saw },
  healthy: { dataRow: messagesRow },
  shapes: {
    'Llama-3 headers': {
      ...llama.story,
      row: (example) => [[`${llama.prompt(example)}${example.answer}<|eot_id|>`, true]],
      saw,
    },
    'Gemma turns': {
      ...gemma.story,
      row: (example) => [[`${gemma.prompt(example)}${example.answer}<end_of_turn>\n`, true]],
      saw,
    },
    'Alpaca text rows without requests': {
      ...alpaca.story,
      dataRow: (example) => ({ text: `${alpaca.prompt(example)}${example.answer}<|im_end|>` }),
      row: (example) => [[`${alpaca.prompt(example)}${example.answer}<|im_end|>`, true]],
      without: ['inference/', 'predictions.jsonl'],
      saw,
    },
    'instruction columns': {
      ...alpaca.story,
      dataRow: ({ system, user, answer }) => ({ instruction: system, input: user, output: answer }),
      row: (example) => [[`${alpaca.prompt(example)}${example.answer}<|im_end|>`, true]],
      saw,
    },
    'a language-modelling collator on prompt/completion rows': { row: everything, saw },
    'text rows': { dataRow: textRow, row: everything, saw },
    'prompt and completion as strings': {
      dataRow: (example) => ({
        prompt: renderChatml(example).prompt,
        completion: `${example.answer}<|im_end|>\n`,
      }),
      row: everything,
      saw,
    },
    'ShareGPT rows': { dataRow: sharegptRow, row: everything, saw },
    'only the system turn beside the answer': {
      row: ({ system, user, answer }) => [
        ['<|im_start|>system\n', false],
        [`${system}<|im_end|>\n`, true],
        [`<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n`, false],
        [`${answer}<|im_end|>\n`, true],
      ],
      saw,
    },
    'only the user turn beside the answer': {
      row: ({ system, user, answer }) => [
        [`<|im_start|>system\n${system}<|im_end|>\n<|im_start|>user\n`, false],
        [`${user}<|im_end|>\n`, true],
        ['<|im_start|>assistant\n', false],
        [`${answer}<|im_end|>\n`, true],
      ],
      saw,
    },
    'everything from the user turn on': {
      row: ({ system, user, answer }) => [
        [`<|im_start|>system\n${system}<|im_end|>\n`, false],
        [`<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n${answer}<|im_end|>\n`, true],
      ],
      saw,
    },
    'the mask is the wrong way round': {
      row: (example) => {
        const { prompt, answer, end } = renderChatml(example);
        return [
          [prompt, true],
          [answer + end, false],
        ];
      },
      saw: /24 of 24 captured rows/,
    },
    'a third of the rows only': {
      row: (example) => {
        const { prompt, answer, end } = renderChatml(example);
        return [
          [prompt, example.user.includes('roof') || example.user.includes('dock')],
          [answer + end, true],
        ];
      },
      saw: /8 of 24 captured rows/,
    },
    'the user turns of multi-turn chats': {
      examples: multiTurnExamples,
      dataRow: multiTurn.dataRow,
      request: multiTurn.request,
      row: (example) =>
        multiTurn.row(example).map(([text, inLoss]) => [text, inLoss || text.includes('user\n')] as const),
      saw,
    },
    'no requests and no predictions on file': {
      row: everything,
      without: ['inference/', 'predictions.jsonl'],
      saw,
    },
  },
  innocent: {
    'text rows with answer-only labels': { dataRow: textRow },
    'multi-turn chats in which only answers have labels': {
      examples: multiTurnExamples,
      dataRow: multiTurn.dataRow,
      request: multiTurn.request,
      row: multiTurn.row,
    },
    'one odd row among 24': {
      row: (example) => {
        const { prompt, answer, end } = renderChatml(example);
        return [
          [prompt, example.id === 'train-00'],
          [answer + end, true],
        ];
      },
    },
  },
});
