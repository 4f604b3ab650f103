import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyPromptDifference, type MarkerTexts } from '../../src/evidence/derive/classify-prompt-difference.ts';

const markers: MarkerTexts = {
  bos: '<s>',
  eos: '<|endoftext|>',
  media: ['<image>'],
  special: ['<s>', '<|im_start|>', '<|im_end|>', '<start_of_turn>', '<end_of_turn>', '<|endoftext|>', '<image>'],
};
const SYSTEM = 'Say in one word whether the ladder is safe.';
const USER = 'It stands on a brick in the yard.';
const segment = (role: string, text: string) => `<|im_start|>${role}\n${text}<|im_end|>\n`;
const OPEN = '<|im_start|>assistant\n';
const EMPTY = '<think>\n\n</think>\n\n';
const chatml = (system = SYSTEM, user = USER) => `${segment('system', system)}${segment('user', user)}${OPEN}`;
const bare = `${segment('user', USER)}${OPEN}`;
const gemma = (text: string) => `<start_of_turn>user\n${text}<end_of_turn>\n<start_of_turn>model\n`;
const alpaca = `${SYSTEM}\n\n### Instruction:\n${USER}\n\n### Response:\n`;
const vicuna = `${SYSTEM} USER: ${USER} ASSISTANT:`;
const dated = (date: string, system = SYSTEM) => chatml(`Today Date: ${date}\n\n${system}`);
const image = (text: string) => chatml(SYSTEM, text);
const LONG = `${SYSTEM} Look at what it stands on, what it leans on and who holds it, and think of the wind too.`;

const stories: readonly (readonly [name: string, training: string, request: string, kinds: readonly string[]])[] = [
  ['BOS twice', `<s>${chatml()}`, `<s><s>${chatml()}`, ['bos']],
  ['BOS missing', `<s>${chatml()}`, chatml(), ['bos']],
  ['another system prompt', chatml(), chatml('You are a helpful assistant.'), ['system-prompt']],
  ['no system prompt', chatml(), bare, ['system-prompt']],
  ['a default system prompt', bare, chatml('You are a helpful assistant.'), ['system-prompt']],
  ['the system prompt of a Gemma user turn is gone', gemma(`${SYSTEM}\n\n${USER}`), gemma(USER), ['system-prompt']],
  ['another one in a Gemma user turn', gemma(`${SYSTEM}\n\n${USER}`), gemma(`Be kind.\n\n${USER}`), ['system-prompt']],
  ['generation prompt missing', chatml(), chatml().slice(0, -OPEN.length), ['generation-prompt']],
  [
    'generation prompt with its block missing',
    chatml() + EMPTY,
    chatml().slice(0, -OPEN.length),
    ['generation-prompt'],
  ],
  ['Alpaca response marker missing', alpaca, alpaca.slice(0, -'### Response:\n'.length), ['generation-prompt']],
  [
    'EOS instead of the generation prompt (Phi)',
    chatml(),
    `${chatml().slice(0, -OPEN.length)}<|endoftext|>`,
    ['generation-prompt'],
  ],
  ['an empty thinking block at inference only', chatml(), chatml() + EMPTY, ['think-block']],
  ['an open thinking block at inference only', chatml(), `${chatml()}<think>\n`, ['think-block']],
  ['an empty block in training, an open one at inference', chatml() + EMPTY, `${chatml()}<think>\n`, ['think-block']],
  ['ChatML rows asked as Alpaca', chatml(), alpaca, ['role-markers']],
  ['Alpaca rows asked as ChatML', alpaca, chatml(), ['role-markers']],
  ['Alpaca rows asked as Vicuna', alpaca.trimEnd(), vicuna, ['role-markers']],
  ['ChatML rows asked as Gemma', bare, gemma(USER), ['role-markers']],
  ['image behind the text', image(`<image>\n${USER}`), image(`${USER}\n<image>`), ['media']],
  ['newline beside the image lost', image(`<image>\n${USER}`), image(`<image>${USER}`), ['media']],
  ['the user text lost its last space', image(`${USER} `), image(USER), ['white-space']],
  ['the last newline lost', chatml(), chatml().trimEnd(), ['white-space']],
  ['another day', dated('26 Jul 2024'), dated('03 Aug 2025'), ['date']],
  ['the next day', dated('26 Jul 2024'), dated('27 Jul 2024'), ['date']],
  ['the same day a month later', dated('26 Jul 2024'), dated('26 Aug 2024'), ['date']],
  ['a day as Granite writes it', dated('July 26, 2024'), dated('August 3, 2025'), ['date']],
  ['an instruction more in the user turn', chatml(), chatml(SYSTEM, `${USER} Answer in JSON.`), ['content']],
  ['a word of the user turn', chatml(LONG), chatml(LONG, USER.replace('brick', 'stone')), ['content']],
  ['BOS twice and no system prompt', `<s>${chatml()}`, `<s><s>${bare}`, ['bos', 'system-prompt']],
  ['no BOS and no generation prompt', `<s>${chatml()}`, chatml().slice(0, -OPEN.length), ['bos', 'generation-prompt']],
  [
    'another day and an open thinking block',
    dated('26 Jul 2024'),
    `${dated('27 Jul 2024')}<think>\n`,
    ['date', 'think-block'],
  ],
  [
    'another system prompt and no generation prompt',
    chatml(),
    chatml('Be kind.').slice(0, -OPEN.length),
    ['system-prompt', 'generation-prompt'],
  ],
  [
    'another day and another system prompt',
    dated('26 Jul 2024'),
    dated('27 Jul 2024', 'Be kind.'),
    ['date', 'system-prompt'],
  ],
];

describe('what a request differs in', () => {
  it.each(stories)('%s', (_, training, request, kinds) => {
    expect(classifyPromptDifference(training, request, markers)).toEqual(kinds);
  });

  it.each(stories)('%s, the words of the user known', (_, training, request, kinds) => {
    expect(classifyPromptDifference(training, request, { ...markers, user: USER })).toEqual(kinds);
  });

  it('a sentence more in a system prompt longer than all that follows needs the words of the user', () => {
    const [training, request] = [chatml(LONG), chatml(`${LONG} Be kind.`)];
    expect(classifyPromptDifference(training, request, { ...markers, user: USER })).toEqual(['system-prompt']);
  });

  it('words put before the text of the user are content when the system prompt is elsewhere', () => {
    const known = { ...markers, user: USER, system: [SYSTEM] };
    expect(classifyPromptDifference(chatml(), chatml(SYSTEM, `Question: ${USER}`), known)).toEqual(['content']);
    expect(classifyPromptDifference(gemma(`${SYSTEM}\n\n${USER}`), gemma(USER), known)).toEqual(['system-prompt']);
  });

  it('earlier turns that are not sent are no other system prompt, where both sides say the same one', () => {
    const history = (system: string) =>
      `${segment('system', system)}${segment('user', 'Hello.')}${segment('assistant', 'Yes?')}${segment('user', USER)}${OPEN}`;
    const known = { ...markers, user: USER, system: [SYSTEM] };
    expect(classifyPromptDifference(history(SYSTEM), chatml(), known)).toEqual(['content']);
    expect(classifyPromptDifference(chatml(`${SYSTEM} Be kind.`), chatml(), known)).toEqual(['system-prompt']);
  });

  it('a date that the user writes is content', () => {
    const said = (date: string) => chatml(SYSTEM, `${USER} I saw it on ${date}, I think.`);
    const known = { ...markers, user: USER };
    expect(classifyPromptDifference(said('2024-07-26'), said('2024-07-27'), known)).toEqual(['content']);
  });

  it('a number of image patches is no difference', () => {
    expect(classifyPromptDifference(image(`<image><image><image>${USER}`), image(`<image>${USER}`), markers)).toEqual(
      [],
    );
  });

  it('a newline lost elsewhere in a prompt with an image is white space', () => {
    const [training, request] = [image(`<image>\nOne.\n\n${USER}`), image(`<image>\nOne.\n${USER}`)];
    expect(classifyPromptDifference(training, request, markers)).toEqual(['white-space']);
  });
});

describe('for any texts', () => {
  const text = fc
    .array(
      fc.constantFrom(...markers.special, 'a', ' ', '\n', 'user', SYSTEM, USER, '<think>', '</think>', '1 Jan 2024'),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));

  it('equal texts differ in nothing and other texts in something, but for patches', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const kinds = classifyPromptDifference(a, b, markers);
        expect(classifyPromptDifference(a, a, markers)).toEqual([]);
        if (a.replace(/(<image>)+/g, '$1') !== b.replace(/(<image>)+/g, '$1')) expect(kinds.length).toBeGreaterThan(0);
        expect(new Set(kinds).size).toBe(kinds.length);
      }),
    );
  });
});
