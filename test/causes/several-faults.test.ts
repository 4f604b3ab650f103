import { describe, expect, it } from 'vitest';
import type { CauseId } from '../../src/causes/registry.ts';
import { encode } from '../support/byte-tokenizer.ts';
import { defaultExamples, renderChatml } from '../support/run-builder.ts';
import { reportOf } from '../support/stories.ts';
import { baseAnswer } from '../support/stories-answers.ts';
import { jsonLines, type Story } from '../support/stories-build.ts';
import { messagesRow } from '../support/stories-data.ts';
import { llama } from '../support/stories-templates.ts';

const BOS = '<|begin_of_text|>';
/** Tokens of an answer that fit; the shortest answer has more. */
const ROOM = 12;

type Example = Parameters<typeof renderChatml>[0];

const baseRow = (example: Example) => ({
  id: example.id,
  output: baseAnswer(example),
  output_ids: encode(baseAnswer(example)),
});

const promptInLoss: Story = {
  dataRow: messagesRow,
  row: (example) => {
    const { prompt, answer, end } = renderChatml(example);
    return [[prompt + answer + end, true]];
  },
};

/** Answers to training rows are cut; those to evaluation rows come whole, in a fence that the evaluator does not read. */
const cutAndRejected: Story = {
  generation: { max_new_tokens: ROOM },
  output: ({ answer, split }: Example) => {
    if (split === 'eval') return { text: `\`\`\`json\n${answer}\n\`\`\`` };
    return { text: answer.slice(0, ROOM), ids: encode(answer).slice(0, ROOM), finishReason: 'length' };
  },
  prediction: () => 'PARSE_FAIL',
};

const stories: Readonly<Record<string, { story: Story; wanted: readonly CauseId[] }>> = {
  'a loss on the prompt, then a doubled BOS': {
    story: {
      ...llama.story,
      dataRow: messagesRow,
      row: (example) => [[`${llama.prompt(example)}${example.answer}<|eot_id|>`, true]],
      request: (example) => BOS + llama.prompt(example),
    },
    wanted: ['loss/prompt-in-loss', 'render/bos-doubled'],
  },
  'a loss on the prompt, then another system prompt, then sampling': {
    story: {
      ...promptInLoss,
      request: ({ user }) => `<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n`,
      generation: { do_sample: true, temperature: 0.7 },
    },
    wanted: ['loss/prompt-in-loss', 'render/system-prompt-differs', 'decode/sampling-on'],
  },
  'an adapter that is still zero, then a loss on the prompt': {
    story: { ...promptInLoss, loraB: 0 },
    wanted: ['adapter/untrained', 'loss/prompt-in-loss'],
  },
  'rows without a label, then answers that are cut: nothing is said of their end': {
    story: {
      row: (example) => {
        const { prompt, answer, end } = renderChatml(example);
        return [[prompt + answer + end, false]];
      },
      output: ({ answer }) => ({
        text: answer.slice(0, ROOM),
        ids: encode(answer).slice(0, ROOM),
        finishReason: 'length',
      }),
      generation: { max_new_tokens: ROOM },
      prediction: () => 'PARSE_FAIL',
    },
    wanted: ['loss/nothing-in-loss', 'decode/length-cut'],
  },
  'a base model that answers, with its prompt decoded too': {
    story: {
      output: (example) => ({
        text: renderChatml(example).prompt + baseAnswer(example),
        ids: encode(baseAnswer(example)),
      }),
      files: { 'predictions.base.jsonl': jsonLines(defaultExamples().map(baseRow)) },
      prediction: () => 'PARSE_FAIL',
    },
    wanted: ['adapter/not-applied', 'decode/prompt-not-stripped'],
  },
  'a base model that answers, in three tokens': {
    story: {
      output: () => ({ text: 'I c', ids: encode('I c'), finishReason: 'length' }),
      generation: { max_new_tokens: 3 },
      loraB: 0,
      prediction: () => 'PARSE_FAIL',
    },
    wanted: ['adapter/untrained', 'decode/length-cut'],
  },
  'outputs that are cut, then a parser that misses the whole ones': {
    story: cutAndRejected,
    wanted: ['decode/length-cut', 'eval/parser-rejects-valid'],
  },
};

describe('a run with several faults', () => {
  for (const [name, { story, wanted }] of Object.entries(stories)) {
    it(`has them in the order in which to mend them: ${name}`, async () => {
      const report = await reportOf(story);
      expect(report.diagnoses.map(({ cause }) => cause)).toEqual(wanted);
      expect(report.undecided).toBeUndefined();
      expect(report.next?.settles).toContain(wanted[0]);
    });
  }
});
