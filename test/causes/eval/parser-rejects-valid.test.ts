import { tellCause } from '../../support/stories.ts';

type Example = { readonly answer: string; readonly gold: string; readonly user: string };

const rejects = (say: (example: Example) => string) => ({
  output: (example: Example) => ({ text: say(example) }),
  prediction: () => 'PARSE_FAIL',
});
const saw = /36 of 36 outputs.* hold the right answer.* Recorded accuracy is 0\.0 %, and 100\.0 %/;

tellCause('eval/parser-rejects-valid', {
  clause: 'honest-scoring',
  broken: { ...rejects(({ answer }) => `\`\`\`json\n${answer}\n\`\`\``), saw },
  healthy: { ...rejects(({ answer }) => `\`\`\`json\n${answer}\n\`\`\``), prediction: ({ gold }) => gold },
  shapes: {
    'a sentence before the answer': { ...rejects(({ answer }) => `Here is the answer: ${answer}`), saw },
    'the class in another case': { ...rejects(({ gold }) => JSON.stringify({ label: gold.toUpperCase() })), saw },
    'a space before the answer': { ...rejects(({ answer }) => ` ${answer}\n`), saw },
    'other spaces inside the JSON': { ...rejects(({ gold }) => `{ "label" : "${gold}" }`), saw },
    'a third of the outputs': {
      output: (example) => ({
        text: /roof|dock/.test(example.user) ? `Answer: ${example.answer}` : example.answer,
      }),
      prediction: (example) => (/roof|dock/.test(example.user) ? 'PARSE_FAIL' : example.gold),
      saw: /12 of 36 outputs/,
    },
    'failures are recorded as null': {
      output: ({ answer }) => ({ text: `\`\`\`json\n${answer}\n\`\`\`` }),
      prediction: () => null,
      saw: /36 of 36 outputs/,
    },
    'reasoning stands before the answer': {
      ...rejects(({ answer }) => `<think>\nIt is as it is.\n</think>\n\n${answer}`),
      saw,
    },
  },
  innocent: {
    'the evaluator is right to reject wrong answers': {
      output: (example) => ({ text: /roof/.test(example.user) ? '{"label":"blue"}' : example.answer }),
      prediction: (example) => (/roof/.test(example.user) ? 'PARSE_FAIL' : example.gold),
    },
  },
});
