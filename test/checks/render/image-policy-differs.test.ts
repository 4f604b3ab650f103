import check from '../../../src/checks/render/image-policy-differs.ts';
import type { Side } from '../../../src/evidence/layout.ts';
import { checkTester } from '../../support/check-tester.ts';

const files = (values: Partial<Record<Side, Readonly<Record<string, string>>>>) => ({
  sideFiles: {
    models: [],
    images: (['run', 'base', 'served'] as const).flatMap((side) => {
      const own = values[side];
      return own === undefined ? [] : [{ side, path: `${side}/preprocessor_config.json`, values: own }];
    }),
    ggufs: [],
  },
});
const trained = { image_processor_type: '"A"', max_pixels: '50176', patch_size: '14' };

checkTester(check, {
  passes: {
    'the same': files({ run: trained, served: trained }),
    'another class name and a default spelt out': files({
      run: trained,
      served: { ...trained, image_processor_type: '"AFast"', merge_size: '2' },
    }),
    'the base differs, the training folder does not': files({
      run: trained,
      base: { max_pixels: '1' },
      served: trained,
    }),
  },
  fails: {
    'other pixel limits': {
      given: files({ run: trained, served: { ...trained, max_pixels: '1003520' } }),
      finds: [{ message: 'differs', data: { settings: 'max_pixels 1003520 instead of 50176' } }],
    },
    'other than the base, where training has no file': {
      given: files({ base: trained, served: { ...trained, patch_size: '16' } }),
      finds: [{ message: 'differs', data: { trained: 'base/preprocessor_config.json' } }],
    },
  },
  notApplicable: { 'nothing is served': files({ run: trained }), 'no images': files({}) },
});
