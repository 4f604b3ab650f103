import type { Example } from './run-builder.ts';
import type { Segment, Story } from './stories-build.ts';

/** A chat format: its prompt for an example, and the whole healthy run in it. */
export interface ChatFormat {
  readonly prompt: (example: Example) => string;
  readonly story: Story;
}

/** What follows the answer, with the part of it that is in the loss first. */
interface Parts {
  readonly prompt: (example: Example) => string;
  readonly end: string;
  readonly story: Story;
}

function format({ prompt, end, story }: Parts): ChatFormat {
  const row = (example: Example): readonly Segment[] => [
    [prompt(example), false],
    [example.answer + end, true],
  ];
  return {
    prompt,
    story: { ...story, row, request: prompt, output: ({ answer }) => ({ text: answer, ids: ended(answer, story) }) },
  };
}

/** Ids of an answer and the first token of the format that ends turns. */
function ended(answer: string, { capture }: Story): number[] {
  return [...new TextEncoder().encode(answer), Number(capture?.eos_token_id ?? 258)];
}

/** Llama-3 headers, with a BOS that the template writes. */
export const llama = format({
  prompt: ({ system, user }) =>
    `<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\n${system}<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n${user}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n`,
  end: '<|eot_id|>',
  story: {
    specials: ['<|begin_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'],
    tokenizerConfig: { bos_token: '<|begin_of_text|>', eos_token: '<|eot_id|>' },
    chatTemplate:
      "{% for message in messages %}{{ ('<|begin_of_text|>' if loop.first else '') + '<|start_header_id|>' + message.role + '<|end_header_id|>\\n\\n' + message.content | trim + '<|eot_id|>' }}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}",
    capture: { eos_token_id: 262, bos_token_id: 259 },
    generation: { eos_token_id: [262, 256] },
    files: { 'base/generation_config.json': JSON.stringify({ eos_token_id: [262, 256], bos_token_id: 259 }) },
  },
});

/** Gemma turns: BOS, no system role, the system text in front of the user's words. */
export const gemma = format({
  prompt: ({ system, user }) => `<bos><start_of_turn>user\n${system}\n\n${user}<end_of_turn>\n<start_of_turn>model\n`,
  end: '<end_of_turn>\n',
  story: {
    specials: ['<bos>', '<start_of_turn>', '<end_of_turn>'],
    tokenizerConfig: { bos_token: '<bos>', eos_token: '<|endoftext|>' },
    chatTemplate:
      "{{ bos_token }}{% set first = '' %}{% if messages[0].role == 'system' %}{% set first = messages[0].content + '\\n\\n' %}{% set messages = messages[1:] %}{% endif %}" +
      "{% for message in messages %}{{ '<start_of_turn>' + ('model' if message.role == 'assistant' else message.role) + '\\n' + (first if loop.first else '') + message.content | trim + '<end_of_turn>\\n' }}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}",
    capture: { eos_token_id: 261, bos_token_id: 259 },
    generation: { eos_token_id: [256, 261] },
    files: { 'base/generation_config.json': JSON.stringify({ eos_token_id: [256, 261], bos_token_id: 259 }) },
  },
});

/** Alpaca headings as plain text; EOS ends the answer. */
export const alpaca = format({
  prompt: ({ system, user }) => `### Instruction:\n${system}\n\n### Input:\n${user}\n\n### Response:\n`,
  end: '<|im_end|>',
  story: {},
});
