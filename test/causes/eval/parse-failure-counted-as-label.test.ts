import { tellCause } from '../../support/stories.ts';
import { labelled, threeClassExamples, threeClassTask } from '../../support/stories-answers.ts';

type Example = { readonly answer: string; readonly user: string; readonly gold: string; readonly id: string };

const fenced = (text: string) => `\`\`\`json\n${text}\n\`\`\``;
/** Two thirds of the outputs stand in a code fence. */
const isFenced = ({ user }: Example) => /roof|dock|attic|yard/.test(user);
const output = (example: Example) => ({ text: isFenced(example) ? fenced(example.answer) : example.answer });
const three = threeClassExamples(60, (index) => ['whole', 'torn', 'wet'][index % 3] ?? 'whole');
// The run builder splits by index modulo 3 too, which would give each split its own classes.
const mixed = three.map((example, index) => ({
  ...example,
  split: index % 5 === 0 ? ('eval' as const) : ('train' as const),
}));
const prose = (example: Example) => `It looks ${example.gold} to me, but I cannot be sure.`;

tellCause('eval/parse-failure-counted-as-label', {
  clause: 'honest-scoring',
  broken: {
    output,
    prediction: (example) => (isFenced(example) ? 'unsafe' : example.gold),
    saw: /24 of 24 outputs.* recorded as `unsafe`/,
  },
  healthy: { output, prediction: (example) => example.gold },
  shapes: {
    'every output is fenced': {
      output: ({ answer }) => ({ text: fenced(answer) }),
      prediction: () => 'safe',
      saw: /36 of 36 outputs.* recorded as `safe`/,
    },
    'three classes': {
      examples: mixed,
      task: threeClassTask,
      output: ({ answer }) => ({ text: fenced(answer) }),
      prediction: () => 'torn',
      saw: /60 of 60 outputs.* recorded as `torn`/,
    },
    'three classes, a quarter of the outputs': {
      examples: mixed,
      task: threeClassTask,
      output: (example) => ({ text: Number(example.id.slice(4)) % 4 === 0 ? prose(example) : example.answer }),
      prediction: (example) => (Number(example.id.slice(4)) % 4 === 0 ? 'wet' : example.gold),
      saw: /15 of 15 outputs.* recorded as `wet`/,
    },
    'outputs that hold no class at all': {
      output: (example) => ({ text: isFenced(example) ? 'I do not know what to say here.' : example.answer }),
      prediction: (example) => (isFenced(example) ? 'safe' : example.gold),
      saw: /24 of 24 outputs.* recorded as `safe`/,
    },
    'broken JSON': {
      output: (example) => ({ text: isFenced(example) ? example.answer.slice(0, -3) : example.answer }),
      prediction: (example) => (isFenced(example) ? 'unsafe' : example.gold),
      saw: /24 of 24 outputs.* recorded as `unsafe`/,
    },
    'empty outputs': {
      output: (example) => ({ text: isFenced(example) ? '' : example.answer }),
      prediction: (example) => (isFenced(example) ? 'unsafe' : example.gold),
      saw: /24 of 24 outputs.* recorded as `unsafe`/,
    },
    'a class outside the list': {
      output: (example) => ({ text: isFenced(example) ? labelled('perhaps') : example.answer }),
      prediction: (example) => (isFenced(example) ? 'unsafe' : example.gold),
      saw: /24 of 24 outputs.* recorded as `unsafe`/,
    },
  },
  innocent: {
    'a lenient evaluator that is right': {
      output: ({ answer }) => ({ text: fenced(answer) }),
      prediction: ({ gold }) => gold,
    },
    'failures are recorded as failures, and there are few of them': {
      output: (example) => ({ text: example.id === 'eval-02' ? '' : example.answer }),
      prediction: (example) => (example.id === 'eval-02' ? 'PARSE_FAIL' : example.gold),
    },
    'one class is asked for and answered': {
      examples: mixed.filter(({ split, gold }) => split === 'train' || gold === 'whole'),
      task: threeClassTask,
      output: ({ answer }) => ({ text: answer }),
      prediction: ({ gold }) => gold,
    },
  },
});
