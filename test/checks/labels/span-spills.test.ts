import check from '../../../src/checks/labels/span-spills.ts';
import { loadTokenizer } from '../../../src/tokenizer/load-tokenizer.ts';
import { tokenizerJson } from '../../support/byte-tokenizer.ts';
import { checkTester } from '../../support/check-tester.ts';
import { evidenceTokenizer } from '../../support/evidence-tokenizer.ts';
import { labelEvidence, markedTemplate, pairRows, questions, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts, tokenizer } = labelEvidence(training);
  return { labelFacts, tokenizer };
}

/** Spaces have no place in the offsets, as in GPT-2's own tokenizer.json. */
const trimming = {
  ...evidenceTokenizer(),
  tokenizer: loadTokenizer({
    tokenizerJson: {
      ...tokenizerJson,
      post_processor: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    },
  }),
};
const turns = questions.map(({ user, answer }) => ({
  messages: [
    { role: 'user', content: user },
    { role: 'assistant', content: answer },
    { role: 'user', content: 'Thank you.' },
    { role: 'assistant', content: 'You are welcome.' },
  ],
}));
const settings = { assistant_only_loss: true };
const marked = (open: string, close: string) =>
  markedTemplate
    .replace('{% generation %}{{ message.content', `{% generation %}{{ '${open}' + message.content`)
    .replace("'<|im_end|>' }}{% endgeneration %}", `'${close}' }}{% endgeneration %}`);

checkTester(check, {
  passes: {
    'the block ends with the end-of-turn token': given({
      rows: turns,
      settings,
      tokenizer: trimming,
      chatTemplate: markedTemplate,
    }),
    'the block ends in a space, which has its place': given({
      rows: turns,
      settings,
      chatTemplate: marked('', '<|im_end|> '),
    }),
  },
  fails: {
    'the block ends in a space without a place': {
      given: given({ rows: turns, settings, tokenizer: trimming, chatTemplate: marked('', '<|im_end|> ') }),
      finds: [{ message: 'spills', data: { rows: 10, tokenizer: 'run/tokenizer.json' } }],
    },
    'the second block begins with a space without a place': {
      given: given({
        rows: turns,
        settings,
        tokenizer: trimming,
        chatTemplate: marked('', '<|im_end|>').replace(
          '{% generation %}{{ ',
          "{% generation %}{{ (' ' if loop.last else '') + ",
        ),
      }),
      finds: [{ message: 'lost', data: { rows: 10 } }],
    },
  },
  notApplicable: { 'no assistant mask': given({ rows: pairRows }) },
});
