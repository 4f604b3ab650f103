import { chatTemplate, renderChatml } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import { tokenizerWith } from '../../support/stories-build.ts';
import { textRow } from '../../support/stories-data.ts';
import { alpaca, gemma, llama } from '../../support/stories-templates.ts';

type Example = Parameters<typeof renderChatml>[0];

const chatml = (example: Example) => renderChatml(example).prompt;
const saw = /36 of 36 requests/;
const stale =
  "{% for message in messages %}{{ '[' + message.role + ']: ' + message.content + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '[assistant]: ' }}{% endif %}";
const staleAsked = ({ system, user }: Example) => `[system]: ${system}\n[user]: ${user}\n[assistant]: `;
const servedWith = (template: string) => ({
  'lockstep.yaml':
    'run: run\nbase: base\nserved: merged\ntrain_data: train.jsonl\neval_data: eval.jsonl\ncapture: capture\ninference: inference\npredictions: predictions.jsonl\ntask:\n  kind: classify\n  classes: [safe, unsafe]\n  answer: json\n  class_path: label\n',
  'merged/chat_template.jinja': template,
  'merged/tokenizer.json': JSON.stringify(tokenizerWith([])),
  'merged/tokenizer_config.json': JSON.stringify({ eos_token: '<|im_end|>', pad_token: '<|endoftext|>' }),
});

tellCause('render/template-differs', {
  clause: 'same-rendering',
  broken: { request: alpaca.prompt, saw },
  healthy: {
    ...alpaca.story,
    dataRow: (example) => ({ text: `${alpaca.prompt(example)}${example.answer}<|im_end|>` }),
  },
  shapes: {
    'Alpaca rows served as ChatML': { ...alpaca.story, request: chatml, saw },
    'Alpaca text rows served as ChatML': {
      ...alpaca.story,
      dataRow: (example) => ({ text: `${alpaca.prompt(example)}${example.answer}<|im_end|>` }),
      request: chatml,
      saw: /24 of 24 requests/,
    },
    'ChatML text rows served as Alpaca': { dataRow: textRow, request: alpaca.prompt, saw: /24 of 24 requests/ },
    'Llama-3 rows served as ChatML': { ...llama.story, request: chatml, saw },
    'ChatML rows served as Llama-3': { specials: llama.story.specials ?? [], request: llama.prompt, saw },
    'Gemma rows served as ChatML': { ...gemma.story, request: chatml, saw },
    'plain text without roles': { request: ({ system, user }) => `${system}\n${user}\n`, saw },
    'Vicuna words': { request: ({ system, user }) => `${system} USER: ${user} ASSISTANT:`, saw },
    'another name for the assistant': { request: (example) => chatml(example).replace('assistant\n', 'model\n'), saw },
    'the line break behind the header is gone': { request: (example) => chatml(example).trimEnd(), saw },
    'line breaks between the turns are gone': {
      request: (example) => chatml(example).replaceAll('<|im_end|>\n', '<|im_end|>'),
      saw,
    },
    'the words of the user are wrapped': {
      request: (example) => chatml({ ...example, user: `Question: ${example.user}\nThink well.` }),
      saw,
    },
    'a stale template in the served folder, used by the requests': {
      files: servedWith(stale),
      request: staleAsked,
      saw: /36 of 36 requests|merged\/chat_template\.jinja/,
    },
    'a stale template in the served folder, no request on file': {
      files: servedWith(stale),
      without: ['inference/requests.jsonl'],
      saw: /merged\/chat_template\.jinja renders a probe conversation differently/,
    },
  },
  innocent: {
    'the served folder has the trained template': { files: servedWith(chatTemplate) },
    'the served folder has the trained template in other words': {
      files: servedWith(
        chatTemplate.replace("'<|im_start|>' + message.role + '\\n'", "'<|im_start|>' ~ message['role'] ~ '\\n'"),
      ),
    },
    'Llama-3 on both sides': llama.story,
    'Gemma on both sides, the system text in the user turn': gemma.story,
  },
});
