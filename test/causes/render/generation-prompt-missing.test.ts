import { renderChatml } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import { gemma, llama } from '../../support/stories-templates.ts';

type Example = Parameters<typeof renderChatml>[0];

const cut = (example: Example, from: string) => {
  const { prompt } = renderChatml(example);
  return prompt.slice(0, prompt.lastIndexOf(from));
};
const saw = /36 of 36 requests.* end before the assistant's turn/;

tellCause('render/generation-prompt-missing', {
  clause: 'same-rendering',
  broken: { request: (example) => cut(example, '<|im_start|>assistant'), saw },
  healthy: {},
  shapes: {
    'without the line break either': { request: (example) => cut(example, '\n<|im_start|>assistant'), saw },
    'the turn is opened without a role': { request: (example) => cut(example, 'assistant'), saw },
    'Llama-3 headers': {
      ...llama.story,
      request: (example) => llama.prompt(example).replace(/<\|start_header_id\|>assistant[\s\S]*$/, ''),
      saw,
    },
    'Gemma turns': {
      ...gemma.story,
      request: (example) => gemma.prompt(example).replace('<start_of_turn>model\n', ''),
      saw,
    },
    'the generation settings say so as well': {
      request: (example) => cut(example, '<|im_start|>assistant'),
      generation: { add_generation_prompt: false },
      saw,
    },
    'evaluation rows only, which training never saw': {
      request: (example) =>
        example.split === 'eval' ? cut(example, '<|im_start|>assistant') : renderChatml(example).prompt,
      saw: /12 of 36 requests/,
    },
  },
  innocent: { 'Llama-3 headers': llama.story, 'Gemma turns': gemma.story },
});
