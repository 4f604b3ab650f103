import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyFailure } from '../../src/scoring/failures/classify-failure.ts';
import { failureContext } from '../../src/scoring/failures/failure-context.ts';
import { findPromptLeak } from '../../src/scoring/find-prompt-leak.ts';
import type { ClassifyTask } from '../../src/scoring/task.ts';

const SYSTEM = 'You classify ladders.';
const WORDS = 'user friendly ladders lean on the roof of the shop.\nWhich is safe?';
const TEMPLATES: readonly (readonly [string, string])[] = [
  ['ChatML, special tokens skipped', `system\n${SYSTEM}\nuser\n${WORDS}\nassistant\n`],
  ['ChatML', `<|im_start|>system\n${SYSTEM}<|im_end|>\n<|im_start|>user\n${WORDS}<|im_end|>\n<|im_start|>assistant\n`],
  ['Llama 3, special tokens skipped', `system\n\n${SYSTEM}user\n\n${WORDS}assistant\n\n`],
  [
    'Llama 3',
    `<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n${WORDS}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n`,
  ],
  ['Llama 2', `<s>[INST] <<SYS>>\n${SYSTEM}\n<</SYS>>\n\n${WORDS} [/INST] `],
  ['Mistral', `[INST] ${WORDS}[/INST]`],
  ['Mistral, with a system prompt', `<s>[INST] ${SYSTEM}\n\n${WORDS}[/INST]`],
  ['Gemma, special tokens skipped', `user\n${WORDS}\nmodel\n`],
  ['Vicuna', `USER: ${WORDS} ASSISTANT: `],
  ['Alpaca', `### Instruction:\n${WORDS}\n\n### Response:\n`],
  [
    'an image before the words',
    `<|im_start|>user\n<|vision_start|><|image_pad|><|vision_end|>${WORDS}<|im_end|>\nassistant\n`,
  ],
];

describe('a prompt of which only the words are known', () => {
  it.each(TEMPLATES)('is found between the markers of %s, and the answer behind them', (_, prompt) => {
    const leak = findPromptLeak({ output: `${prompt}safe`, prompts: [WORDS] });
    expect(leak).toMatchObject({ by: 'text', whole: true, isMarked: true });
    expect(`${prompt}safe`.slice(leak?.answerStart ?? 0).trim()).toBe('safe');
  });

  it('may be all turns of a conversation', () => {
    const turns = [SYSTEM, 'Is a ladder a tool?', 'Yes.', WORDS];
    const roles = ['system', 'user', 'assistant', 'user'];
    const output = `${turns.map((text, at) => `${roles[at]}\n${text}\n`).join('')}assistant\nsafe`;
    const leak = findPromptLeak({ output, prompts: [turns.join('\n')] });
    expect(leak).toMatchObject({ whole: true, isMarked: true, answerStart: output.length - 'safe'.length });
  });

  it('is not there when the model plays on after its answer, answers, or is asked for a conversation', () => {
    const [, [, chat] = ['', '']] = TEMPLATES;
    expect(findPromptLeak({ output: `safe<|im_end|>\n${chat}`, prompts: [WORDS] })).toBeNull();
    expect(findPromptLeak({ output: 'user\nfriendly', prompts: [WORDS] })).toBeNull();
    expect(findPromptLeak({ output: 'User: a person who uses a ladder.', prompts: [WORDS] })).toBeNull();
    expect(findPromptLeak({ output: `${chat}safe`, prompts: [WORDS], target: `${chat}unsafe` })).toBeNull();
  });

  it('is told apart from a run-on and a preamble', () => {
    const task: ClassifyTask = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'text' };
    const codes = (output: string) =>
      classifyFailure({ id: '1', output, gold: 'safe', prompts: [WORDS] }, failureContext({ task })).codes;
    for (const [, prompt] of TEMPLATES) expect(codes(`${prompt}safe`)).toEqual(['prompt-included']);
    expect(codes(`safe\nuser\n${WORDS}`)).not.toContain('prompt-included');
    expect(codes('The ladder is safe')).toEqual(['preamble']);
  });
});

it('knows a rendered prompt again when its special tokens were skipped and no tokenizer says which they are', () => {
  const [[, skipped] = ['', ''], [, rendered] = ['', '']] = TEMPLATES;
  expect(findPromptLeak({ output: `${skipped}safe`, prompts: [rendered] })).toMatchObject({ whole: true });
  expect(findPromptLeak({ output: 'safe', prompts: ['<|im_start|><|im_end|>'] })).toBeNull();
});

it('takes any output and any prompt', () => {
  const pieces = fc.constantFrom('user\n', 'assistant\n', '<|im_start|>', '[INST]', ' ', '\n', 'ladder ', WORDS, '<s>');
  const text = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (output, prompt) => {
      const start = findPromptLeak({ output, prompts: [prompt] })?.answerStart ?? 0;
      expect(start).toBeLessThanOrEqual(output.length);
    }),
  );
  expect(findPromptLeak({ output: `user\n${'\n'.repeat(1_000_000)}`, prompts: [WORDS] })).toBeNull();
});
