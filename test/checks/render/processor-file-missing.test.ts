import check from '../../../src/checks/render/processor-file-missing.ts';
import type { Side } from '../../../src/evidence/layout.ts';
import { checkTester } from '../../support/check-tester.ts';

const files = (models: readonly Side[], images: readonly Side[]) => ({
  sideFiles: {
    models: models.map((side) => ({ side, path: side })),
    images: images.map((side) => ({ side, path: `${side}/preprocessor_config.json`, values: {} })),
    ggufs: [],
  },
});

checkTester(check, {
  passes: {
    'an adapter beside its base': files(['base'], ['base']),
    'all three folders': files(['run', 'base', 'served'], ['run', 'base', 'served']),
    'a base that lacks it, as it was given': files(['run', 'base'], ['run']),
  },
  fails: {
    'a checkpoint without it': {
      given: files(['run', 'base'], ['base']),
      finds: [{ message: 'missing', data: { trained: 'base/preprocessor_config.json', folder: 'run' } }],
    },
    'an export without it': {
      given: files(['base', 'served'], ['run', 'base']),
      finds: [{ message: 'missing', data: { trained: 'run/preprocessor_config.json', folder: 'served' } }],
    },
  },
  notApplicable: { 'a text model': files(['base', 'served'], []) },
});
