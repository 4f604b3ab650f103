import check from '../../../src/checks/render/template-time-dependent.ts';
import { checkTester } from '../../support/check-tester.ts';
import { chatmlTemplate, templateProbes } from '../../support/evidence-builders.ts';
import { evidenceTokenizer } from '../../support/evidence-tokenizer.ts';

const probes = (source: string) => ({ templateProbes: templateProbes({ run: source }) });
const bos = evidenceTokenizer([], { bos_token: '<s>' });
const dated = `Cutting Knowledge Date: December 2023\nToday Date: {{ strftime_now('%d %b %Y') }}\n${chatmlTemplate}`;

checkTester(check, {
  passes: {
    'no clock': probes(chatmlTemplate),
    'a clock that nobody sees': probes(`{% set today = strftime_now('%d') %}${chatmlTemplate}`),
  },
  fails: {
    'a date behind the BOS token, which must be known to render': {
      given: {
        ...probes(`{% set start = bos_token + strftime_now('%d %b') %}{{ start }}\n${chatmlTemplate}`),
        tokenizer: bos,
      },
      finds: [{ message: 'clock', data: { one: '<s>26 Jul', other: '<s>02 Jan' } }],
    },
    'the date in every prompt': {
      given: probes(dated),
      finds: [
        {
          message: 'clock',
          data: { one: 'Today Date: 26 Jul 2024', other: 'Today Date: 02 Jan 2031' },
        },
      ],
    },
  },
});
