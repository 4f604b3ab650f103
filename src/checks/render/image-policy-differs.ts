import { excerpt } from '../../lib/excerpt.ts';
import { defineCheck } from '../define-check.ts';

/** Class names change between versions (`…ProcessorFast`) without changing pixels. */
const NAMES_ONLY: ReadonlySet<string> = new Set(['image_processor_type', 'processor_class']);

export default defineCheck({
  id: 'render/image-policy-differs',
  title: 'Images are prepared for serving as they were in training',
  severity: 'warning',
  phase: 'D',
  needs: ['sideFiles'],
  messages: {
    differs: {
      what: '{served} and {trained} prepare images differently: {settings}.',
      why: 'The same picture becomes another number of tokens, or other pixels, than the model was trained on.',
      fix: 'Copy {trained} into the served folder; with vLLM pass the training values as --mm-processor-kwargs.',
    },
  },
  run({ sideFiles: { images } }) {
    const trained = images.find(({ side }) => side === 'run') ?? images.find(({ side }) => side === 'base');
    const served = images.find(({ side }) => side === 'served');
    if (trained === undefined || served === undefined)
      return { kind: 'not-applicable', because: 'there are not two image processors, one trained with and one served' };
    // A key that only one file has may be a default spelt out: only what both say can contradict.
    const keys = Object.keys(trained.values).filter((key) => Object.hasOwn(served.values, key) && !NAMES_ONLY.has(key));
    const changed = keys.filter((key) => trained.values[key] !== served.values[key]);
    if (changed.length === 0) return { kind: 'pass', saw: `${keys.length} settings that both files have are equal` };
    const settings = changed.map((key) => `${key} ${served.values[key]} instead of ${trained.values[key]}`).join(', ');
    const data = { served: served.path, trained: trained.path, settings: excerpt(settings, 300) };
    const places = changed.map((key) => ({
      kind: 'setting' as const,
      path: served.path,
      key,
      value: served.values[key] ?? '',
    }));
    return { kind: 'fail', findings: [{ message: 'differs', data, places }] };
  },
});
