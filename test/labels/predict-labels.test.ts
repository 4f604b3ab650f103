import { describe, expect, it } from 'vitest';
import { predictLabels } from '../../src/labels/predict-labels.ts';
import { assistant, byteTokenizer, chatMl, namedTokens, newest, user } from '../support/label-cases.ts';

const rows = [{ prompt: [user('Hi')], completion: [assistant('Yes')] }];
const shared = { rows, tokenizer: byteTokenizer, specialTokens: namedTokens, chatTemplate: chatMl, trainer: newest };
const processor = { processor_class: 'Qwen2VLProcessor', image_processor_type: 'Qwen2VLImageProcessor' };
/** Shows whether the template sees text or blocks. */
const blocks = '{% for m in messages %}{{ m.content if m.content is string else m.content[0].text ~ "!" }}{% endfor %}';

async function trained(given: Parameters<typeof predictLabels>[0]): Promise<string> {
  const outcome = await predictLabels(given);
  if ('error' in outcome) return `${outcome.error.type}: ${outcome.error.message}`;
  const [row] = outcome.rows;
  return byteTokenizer.decode(row?.labels.filter((label) => label !== -100) ?? []);
}

describe('predictLabels', () => {
  it('takes the settings by TRL’s names, whatever else is among them', async () => {
    expect(await trained({ ...shared, config: { learning_rate: 1, completion_only_loss: null } })).toBe(
      'Yes<|im_end|>\n',
    );
  });

  it('takes the special tokens from the tokenizer when they are not given', async () => {
    const { specialTokens, ...rest } = shared;
    const tokenizer = { ...byteTokenizer, namedTokens: specialTokens };
    expect(await trained({ ...rest, tokenizer })).toBe('Yes<|im_end|>\n');
  });

  it('names a setting of the wrong type', async () => {
    expect(await trained({ ...shared, config: { max_length: '12' } })).toMatch(
      /^ValueError: The setting max_length cannot be read/,
    );
    expect(await trained({ ...shared, config: 3 })).toMatch(/^ValueError: The setting config cannot be read/);
  });

  it('refuses images without a processor', async () => {
    expect(await trained({ ...shared, rows: [{ images: [], prompt: 'x', completion: 'y' }] })).toMatch(/^ValueError/);
  });

  it('shows the chat template blocks when a processor is given, text when not', async () => {
    const given = { ...shared, rows: [{ messages: [user('Hi')] }], chatTemplate: blocks };
    expect(await trained(given)).toBe('Hi');
    expect(await trained({ ...given, processor })).toBe('Hi!');
  });

  it('lets older releases refuse a processor what they do', async () => {
    const given = { ...shared, processor, chatTemplate: blocks, config: { packing: true, max_length: 8 } };
    const old = { ...newest, version: '1.9.0' };
    expect(await trained({ ...given, trainer: old })).toMatch(/^ValueError: Packing/);
    expect(await trained(given)).not.toMatch(/Error/);
  });

  it('cannot tell with a processor it does not know', async () => {
    expect(await trained({ ...shared, processor: { processor_class: 'FutureProcessor' } })).toMatch(/^CannotTell/);
  });
});
