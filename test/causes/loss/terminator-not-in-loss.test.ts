import { encode, specialIds } from '../../support/byte-tokenizer.ts';
import { renderChatml } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import type { Segment } from '../../support/stories-build.ts';
import { messagesRow, multiTurn } from '../../support/stories-data.ts';

type Example = Parameters<typeof renderChatml>[0];

/** The stop token is there, and outside the loss. */
function maskedEnd(example: Example): readonly Segment[] {
  const { prompt, answer, end } = renderChatml(example);
  return [
    [prompt, false],
    [answer, true],
    [end, false],
  ];
}

/** Nothing ends the answer. */
function noEnd(example: Example): readonly Segment[] {
  const { prompt, answer } = renderChatml(example);
  return [
    [prompt, false],
    [answer, true],
  ];
}

/** A template that writes no stop token behind an assistant turn. */
const openEnded =
  "{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content }}{% if message.role != 'assistant' %}{{ '<|im_end|>\\n' }}{% endif %}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

const alpaca = ({ system, user }: Example) => `### Instruction:\n${system}\n\n### Input:\n${user}\n\n### Response:\n`;
const alpacaText = (example: Example) => ({ text: `${alpaca(example)}${example.answer}` });
const runsOn = (example: Example) => ({
  text: `${example.answer}${example.answer}${example.answer}`,
  ids: encode(`${example.answer}${example.answer}${example.answer}`),
  finishReason: 'length',
});
const saw = /24 of 24 answers/;

tellCause('loss/terminator-not-in-loss', {
  clause: 'answer-only-loss',
  broken: { row: maskedEnd, saw },
  healthy: { row: (example) => [...maskedEnd(example).slice(0, 2), [renderChatml(example).end, true]] },
  shapes: {
    'pad is the stop token and labels are masked by id': {
      tokenizerConfig: { pad_token: '<|im_end|>' },
      capture: { pad_token_id: specialIds['<|im_end|>'] },
      relabel: (labels) => labels.map((label) => (label === specialIds['<|im_end|>'] ? -100 : label)),
      saw,
    },
    'the template writes no stop token': { chatTemplate: openEnded, row: noEnd, saw },
    'the template writes a line break in place of the stop token': {
      chatTemplate: openEnded,
      row: (example) => [...noEnd(example), ['\n', true]],
      saw,
    },
    'EOS was never appended to Alpaca text rows': {
      dataRow: alpacaText,
      row: (example) => [
        [alpaca(example), false],
        [example.answer, true],
      ],
      request: alpaca,
      saw,
    },
    'outputs run to the length limit': { row: maskedEnd, output: runsOn, prediction: () => 'PARSE_FAIL', saw },
    'several tokens end turns and none is in the loss': {
      row: maskedEnd,
      files: { 'base/generation_config.json': JSON.stringify({ eos_token_id: [256, 258] }) },
      saw,
    },
    'messages rows': { dataRow: messagesRow, row: maskedEnd, saw },
    'every turn of multi-turn chats': {
      dataRow: multiTurn.dataRow,
      request: multiTurn.request,
      row: multiTurn.row,
      relabel: (labels) => labels.map((label) => (label === specialIds['<|im_end|>'] ? -100 : label)),
      saw: /48 of 48 answers/,
    },
    'the last turn of multi-turn chats': {
      dataRow: multiTurn.dataRow,
      request: multiTurn.request,
      row: (example) => multiTurn.row(example).map(([text, inLoss]) => [text.replace('}<|im_end|>', '}'), inLoss]),
      saw: /24 of 48 answers/,
    },
    'another token than EOS ends the row': {
      row: (example) => [...noEnd(example), ['<|endoftext|>', false]],
      saw,
    },
  },
  innocent: {
    'the line break behind the stop token is in the loss': {},
    'the line break behind the stop token is not': {
      row: (example) => [...noEnd(example), ['<|im_end|>', true], ['\n', false]],
    },
    'EOS ends text rows': {
      dataRow: alpacaText,
      row: (example) => [
        [alpaca(example), false],
        [`${example.answer}<|im_end|>`, true],
      ],
      request: alpaca,
    },
    'several tokens end turns and one of them is in the loss': {
      files: { 'base/generation_config.json': JSON.stringify({ eos_token_id: [256, 258] }) },
    },
  },
});
