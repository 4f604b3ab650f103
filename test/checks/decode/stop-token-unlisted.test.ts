import check from '../../../src/checks/decode/stop-token-unlisted.ts';
import { checkTester } from '../../support/check-tester.ts';
import { trainedRow, trainedRows } from '../../support/evidence-builders.ts';
import { evidenceTokenizer } from '../../support/evidence-tokenizer.ts';

const row = trainedRow([
  ['template', '<|im_start|>user\n'],
  ['prompt', 'Is it safe?'],
  ['answer', 'yes'],
  ['end-of-turn', '<|im_end|>'],
]);
/** The byte-level tokenizer's <|im_end|>, or another token, ends the answer. */
const endingWith = (id: number) => {
  const ids = row.captured.ids.map((own, at) => (row.regions[at] === 'end-of-turn' ? id : own));
  return trainedRows([{ ...row, captured: { ...row.captured, ids } }]);
};
const unended = trainedRows([trainedRow([['answer', 'yes']])]);
const config = (side: 'base' | 'served', eosTokenIds?: readonly number[]) => ({
  side,
  path: `${side}/generation_config.json`,
  ...(eosTokenIds === undefined ? {} : { eosTokenIds }),
});
const plain = evidenceTokenizer([], { eos_token: '<|endoftext|>' });
const files = (...given: readonly ReturnType<typeof config>[]) => ({ files: given });

checkTester(check, {
  passes: {
    'the list of the base names it': {
      generationConfigs: files(config('base', [256, 258])),
      trainedRows: endingWith(258),
      tokenizer: plain,
    },
    'the tokenizer names it': {
      generationConfigs: files(config('base', [256])),
      trainedRows: endingWith(258),
      tokenizer: evidenceTokenizer(),
    },
    'the served list names it, the base does not': {
      generationConfigs: files(config('base', [256]), config('served', [258])),
      trainedRows: endingWith(258),
      tokenizer: plain,
    },
  },
  fails: {
    'neither list nor tokenizer': {
      given: { generationConfigs: files(config('base', [256])), trainedRows: endingWith(258), tokenizer: plain },
      finds: [{ message: 'unlisted', data: { token: '<|im_end|> (258)', stops: '<|endoftext|> (256)' } }],
    },
    'the export lost it': {
      given: {
        generationConfigs: files(config('base', [258]), config('served', [256])),
        trainedRows: endingWith(258),
        tokenizer: plain,
      },
      finds: [{ message: 'unlisted', data: { paths: 'served/generation_config.json' } }],
    },
  },
  unknown: {
    'no row ends': { generationConfigs: files(config('base', [256])), trainedRows: unended, tokenizer: plain },
    'no list': { generationConfigs: files(config('base')), trainedRows: endingWith(257), tokenizer: plain },
  },
});
