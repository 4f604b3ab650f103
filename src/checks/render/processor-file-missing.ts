import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'render/processor-file-missing',
  title: 'Every model folder has the image processor that was trained with',
  severity: 'warning',
  phase: 'D',
  needs: ['sideFiles'],
  messages: {
    missing: {
      what: '{trained} says how images are prepared; {folder} is a whole model and has no such file.',
      why: 'A server that loads the folder prepares images by defaults: other pixel limits, so another number of tokens per image than in training (QwenLM/Qwen3-VL#1354).',
      fix: 'Copy preprocessor_config.json (and processor_config.json, chat_template.json) from the training folder into {folder}.',
    },
  },
  run({ sideFiles: { images, models } }) {
    const trained = images.find(({ side }) => side === 'run') ?? images.find(({ side }) => side === 'base');
    if (trained === undefined)
      return { kind: 'not-applicable', because: 'no folder of the run has an image processor' };
    const has = new Set(images.map(({ side }) => side));
    // The base is what the user was given; an adapter's folder is no whole model and is loaded beside one that has the file.
    const [missing] = models.filter(({ side }) => side !== 'base' && !has.has(side));
    if (missing === undefined) return { kind: 'pass', saw: `${images.map(({ path }) => path).join(', ')}` };
    const places = [{ kind: 'file' as const, path: trained.path }];
    const data = { trained: trained.path, folder: missing.path };
    return { kind: 'fail', findings: [{ message: 'missing', data, places }] };
  },
});
