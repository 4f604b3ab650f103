import { describe, expect, it } from 'vitest';
import type { CauseId } from '../../src/causes/registry.ts';
import { encode } from '../support/byte-tokenizer.ts';
import { renderChatml } from '../support/run-builder.ts';
import { reportOf } from '../support/stories.ts';
import type { Story } from '../support/stories-build.ts';
import { messagesRow } from '../support/stories-data.ts';
import { llama } from '../support/stories-templates.ts';

const BOS = '<|begin_of_text|>';
/** Tokens of an answer that fit; the shortest answer has more. */
const ROOM = 12;

type Example = Parameters<typeof renderChatml>[0];

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
