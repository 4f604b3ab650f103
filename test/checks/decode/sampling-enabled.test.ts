import check from '../../../src/checks/decode/sampling-enabled.ts';
import type { DecodingSettings } from '../../../src/evidence/generation.ts';
import { checkTester } from '../../support/check-tester.ts';

const given = (settings: DecodingSettings) => ({ generation: { path: 'inference/generation.json', ...settings } });

checkTester(check, {
  passes: {
    'do_sample is off': given({ doSample: false }),
    'do_sample is off, and the temperature beside it is ignored': given({ doSample: false, temperature: 0.7 }),
    'a server is asked for temperature 0': given({ temperature: 0 }),
    'temperature 0 wins over do_sample': given({ doSample: true, temperature: 0 }),
    'Qwen2.5-VL ships a millionth because transformers refuses 0': given({ doSample: true, temperature: 0.000001 }),
    'one candidate is no choice': given({ doSample: true, temperature: 0.8, topK: 1 }),
    'a nucleus of a thousandth holds one token': given({ doSample: true, temperature: 0.8, topP: 0.001 }),
  },
  fails: {
    'do_sample is on': {
      given: given({ doSample: true, temperature: 0.7, topP: 0.9 }),
      finds: [{ message: 'sampled', data: { settings: 'do_sample=true, temperature=0.7, top_p=0.9' } }],
    },
    'a server is asked for a temperature': {
      given: given({ temperature: 0.7 }),
      finds: [{ message: 'sampled', data: { settings: 'temperature=0.7' } }],
    },
  },
  unknown: { 'the file says nothing about it': given({ maxNewTokens: 64, topP: 0.9 }) },
});
