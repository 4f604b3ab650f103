import { tellCause } from '../../support/stories.ts';

tellCause('decode/sampling-on', {
  clause: 'honest-scoring',
  broken: { generation: { do_sample: true, temperature: 0.7, top_p: 0.9 }, saw: /temperature=0\.7/ },
  healthy: { generation: { do_sample: false, temperature: 0.7 } },
  shapes: {
    'temperature 0.7, and do_sample is missing': {
      generation: { do_sample: undefined, temperature: 0.7 },
      saw: /temperature=0\.7/,
    },
    'do_sample alone': { generation: { do_sample: true }, saw: /do_sample=true/ },
    'a tenth of a degree': { generation: { do_sample: true, temperature: 0.1 }, saw: /temperature=0\.1/ },
    'top_k of 50': { generation: { do_sample: true, top_k: 50 }, saw: /top_k=50/ },
    'some answers are wrong for it': {
      generation: { do_sample: true, temperature: 1.2 },
      output: (example) => ({ text: /dock|yard/.test(example.user) ? '{"label":"maybe"}' : example.answer }),
      saw: /temperature=1\.2/,
    },
  },
  innocent: {
    'temperature 0': { generation: { do_sample: undefined, temperature: 0 } },
    'temperature 0 with do_sample': { generation: { do_sample: true, temperature: 0 } },
    'one candidate only': { generation: { do_sample: true, top_k: 1 } },
    'nothing is said about it': { generation: { do_sample: undefined } },
  },
});
