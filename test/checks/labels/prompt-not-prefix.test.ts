import check from '../../../src/checks/labels/prompt-not-prefix.ts';
import { loadTokenizer } from '../../../src/tokenizer/load-tokenizer.ts';
import { tokenizerJson } from '../../support/byte-tokenizer.ts';
import { checkTester } from '../../support/check-tester.ts';
import { chatmlTemplate } from '../../support/evidence-builders.ts';
import { evidenceTokenizer } from '../../support/evidence-tokenizer.ts';
import { labelEvidence, messagesRows, pairRows, type Training } from '../../support/label-evidence.ts';

function given(training: Training) {
  const { labelFacts } = labelEvidence(training);
  return { labelFacts };
}

/** The generation prompt opens a thinking block that a rendered answer does not have (DeepSeek). */
const thinking = chatmlTemplate.replace("'<|im_start|>assistant\\n'", "'<|im_start|>assistant\\n<think>\\n'");
/** The generation prompt ends the role otherwise and says less than a rendered answer begins with. */
const shorter = chatmlTemplate.replace("'<|im_start|>assistant\\n'", "'<|im_start|>A'");
/** Another last character, of the same length. */
const replaced = chatmlTemplate.replace("'<|im_start|>assistant\\n'", "'<|im_start|>assistant '");

/** Joins the two letters at which the word is split. */
const merging = {
  ...evidenceTokenizer(),
  tokenizer: loadTokenizer({
    tokenizerJson: {
      ...tokenizerJson,
      model: { ...tokenizerJson.model, vocab: { ...tokenizerJson.model.vocab, ll: 259 }, merges: ['l l'] },
    },
  }),
};

checkTester(check, {
  passes: {
    'the prompt is a prefix': given({ rows: pairRows }),
    'its last token is another one, and its length the same': given({ rows: pairRows, chatTemplate: replaced }),
  },
  fails: {
    'a word is split between prompt and completion': {
      given: given({ rows: [{ prompt: 'hel', completion: 'lo world' }], tokenizer: merging }),
      finds: [{ message: 'masked', data: { rows: '1 of 1 rows' } }],
    },
    'the generation prompt is longer than what an answer begins with': {
      given: given({ rows: pairRows, chatTemplate: thinking }),
      finds: [{ message: 'masked', data: { rows: '10 of 10 rows', tokens: 80 } }],
    },
    'the generation prompt is another, shorter one': {
      given: given({ rows: pairRows, chatTemplate: shorter }),
      finds: [{ message: 'leaked', data: { rows: '10 of 10 rows' } }],
    },
  },
  notApplicable: {
    'two tokens are masked instead of any prompt': given({ rows: pairRows, trl: '0.26.0', transformers: '5.0.0' }),
    'messages have no prompt column': given({ rows: messagesRows }),
  },
});
