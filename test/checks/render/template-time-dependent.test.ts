import { expect } from 'vitest';
import check from '../../../src/checks/render/template-time-dependent.ts';
import { checkTester } from '../../support/check-tester.ts';
import { chatmlTemplate, templateProbes } from '../../support/evidence-builders.ts';

const probes = (source: string) => ({ templateProbes: templateProbes({ run: source }) });
const dated = `Today Date: {{ strftime_now('%d %b %Y') }}\n${chatmlTemplate}`;

checkTester(check, {
  passes: {
    'no clock': probes(chatmlTemplate),
    'a clock that nobody sees': probes(`{% set today = strftime_now('%d') %}${chatmlTemplate}`),
  },
  fails: {
    'the date in every prompt': {
      given: probes(dated),
      finds: [
        {
          message: 'clock',
          data: { one: expect.stringContaining('26 Jul 2024'), other: expect.stringContaining('02 Jan 2031') },
        },
      ],
    },
  },
});
