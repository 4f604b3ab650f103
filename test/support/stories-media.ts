import type { Example } from './run-builder.ts';
import type { Segment, Story } from './stories-build.ts';

/** Placeholder tokens as the Qwen-VL family writes them. */
export const visionSpecials = ['<|vision_start|>', '<|image_pad|>', '<|vision_end|>'] as const;

const PLACEHOLDER = '<|vision_start|><|image_pad|><|vision_end|>';

/** The captured row of an example with an image in front of the user's words. */
export function visionRow(
  example: Example,
  { image, imageInLoss }: { readonly image: string; readonly imageInLoss: boolean },
): readonly Segment[] {
  return [
    [`<|im_start|>system\n${example.system}<|im_end|>\n<|im_start|>user\n`, false],
    [image, imageInLoss],
    [`${example.user}<|im_end|>\n<|im_start|>assistant\n`, false],
    [`${example.answer}<|im_end|>\n`, true],
  ];
}

/** The prompt with `block` between the opening of the user's turn and its words. */
export function visionPrompt({ system, user }: Example, before = PLACEHOLDER, after = ''): string {
  return `<|im_start|>system\n${system}<|im_end|>\n<|im_start|>user\n${before}${user}${after}<|im_end|>\n<|im_start|>assistant\n`;
}

const template =
  "{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' }}{% if message.content is string %}{{ message.content }}{% else %}" +
  "{% for part in message.content %}{% if part.type == 'image' %}{{ '<|vision_start|><|image_pad|><|vision_end|>' }}{% else %}{{ part.text }}{% endif %}{% endfor %}{% endif %}" +
  "{{ '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/** Messages with an image; the trainer's processor has 12 patches an image, and requests are logged after the same expansion. */
export const visionStory = {
  specials: visionSpecials,
  chatTemplate: template,
  dataRow: ({ system, user, answer }: Example) => ({
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: [{ type: 'image' }, { type: 'text', text: user }] },
      { role: 'assistant', content: answer },
    ],
  }),
  request: (example: Example) => visionPrompt(example, `<|vision_start|>${'<|image_pad|>'.repeat(12)}<|vision_end|>`),
} satisfies Story;
