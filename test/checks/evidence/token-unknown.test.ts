import check from '../../../src/checks/evidence/token-unknown.ts';
import { checkTester } from '../../support/check-tester.ts';
import { capture } from '../../support/evidence-builders.ts';
import { evidenceTokenizer } from '../../support/evidence-tokenizer.ts';

checkTester(check, {
  passes: {
    'the last id of the vocabulary': { capture: capture([[[72, 105, 258]]]), tokenizer: evidenceTokenizer() },
    'a token that was added and saved': {
      capture: capture([[[72, 105, 259]]]),
      tokenizer: evidenceTokenizer(['<|label|>']),
    },
  },
  fails: {
    'a token that was added after loading and not saved': {
      given: { capture: capture([[[72, 105, 259]], [[72, 105, 258]]]), tokenizer: evidenceTokenizer() },
      finds: [
        {
          message: 'unknown',
          data: { rows: '1 of 2 captured rows (50 %)', id: 259, size: 259, tokenizer: 'run/tokenizer.json' },
        },
      ],
    },
    'a negative id': {
      given: { capture: capture([[[72, -200, 258]]]), tokenizer: evidenceTokenizer() },
      finds: [{ message: 'unknown', data: { id: -200 } }],
    },
  },
});
