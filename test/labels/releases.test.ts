import { describe, expect, it } from 'vitest';
import { releaseOf } from '../../src/labels/trl/releases.ts';
import {
  assistant,
  errorOf,
  type LabelCase,
  markedChatMl,
  predictionOf,
  trainedTexts,
  user,
} from '../support/label-cases.ts';

function under(version: string, given: LabelCase, transformers = '4.57.0'): LabelCase {
  return { ...given, trainer: { name: 'trl', version, transformers } };
}

const pair = { rows: [{ prompt: [user('Hi')], completion: [assistant('Yes')] }] };
const plain = { rows: [{ prompt: 'Hi', completion: ' Yes' }] };
const whole = '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nYes<|im_end|>\n';

describe('how sure a prediction is', () => {
  it.each([
    ['1.13.0', '5.18.0', 'exact'],
    ['1.13.0', '5.17.0', 'release-notes'],
    ['0.20.0', '4.57.0', 'release-notes'],
    ['1.14.0', '5.18.0', 'newer-release'],
    ['2.0.0.dev0', '5.18.0', 'newer-release'],
    ['main', '5.18.0', 'newer-release'],
  ])('TRL %s with transformers %s: %s', (version, transformers, basis) => {
    expect(releaseOf({ name: 'trl', version, transformers }).basis).toBe(basis);
  });
});

describe('what older releases did', () => {
  it('0.15: full loss, no EOS', () => expect(trainedTexts(under('0.15.2', plain))).toEqual(['Hi Yes']));

  it('0.16: EOS for chats as well, so that there are two', () => {
    expect(trainedTexts(under('0.16.0', pair))).toEqual([`${whole}<|im_end|>`]);
  });

  it('0.17: the completion only, and EOS for plain text', () => {
    expect(trainedTexts(under('0.17.0', plain))).toEqual([' Yes<|im_end|>']);
  });

  it('0.17 to 0.19.1: packing loses the mask', () => {
    const packed = { ...plain, config: { packing: true, max_length: 50 } };
    expect(trainedTexts(under('0.19.1', packed))).toEqual(['Hi Yes<|im_end|>']);
    expect(predictionOf(under('0.19.1', packed)).notes).toContainEqual({ kind: 'mask-dropped', by: 'packing' });
    expect(trainedTexts(under('0.20.0', packed))).toEqual([' Yes<|im_end|>']);
  });

  it('before 0.24: no generation prompt, so that the header of the answer bears loss', () => {
    expect(trainedTexts(under('0.23.1', pair))).toEqual(['<|im_start|>assistant\nYes<|im_end|>\n']);
    expect(trainedTexts(under('0.24.0', pair))).toEqual(['Yes<|im_end|>\n']);
  });

  it('up to 0.27.0 under transformers 5: two tokens masked', () => {
    const [text] = trainedTexts(under('0.27.0', pair, '5.0.0'));
    expect(text).toBe(whole.slice('<|im_start|>u'.length));
    expect(trainedTexts(under('0.27.1', pair, '5.0.0'))).toEqual(['Yes<|im_end|>\n']);
    expect(trainedTexts(under('0.27.0', pair, '4.57.0'))).toEqual(['Yes<|im_end|>\n']);
  });

  it('before 1.9: rows without loss stay', () => {
    const cut = { rows: [{ prompt: 'A long prompt', completion: '!' }], config: { max_length: 4 } };
    expect(predictionOf(under('1.8.0', cut)).rows).toHaveLength(1);
    expect(predictionOf(under('1.9.0', cut)).dropped).toBe(1);
  });

  it('0.27 and 0.28: bfd splits', () => {
    const packed = { rows: [{ text: 'abcdef' }], config: { packing: true, max_length: 4 } };
    expect(predictionOf(under('0.28.0', packed)).rows).toHaveLength(2);
    expect(predictionOf(under('0.29.0', packed)).rows).toHaveLength(1);
  });

  it('before 0.19: no assistant-only loss; in 0.19 not for completions', () => {
    const marked = {
      ...pair,
      config: { assistant_only_loss: true, completion_only_loss: false },
      chatTemplate: markedChatMl,
    };
    expect(errorOf(under('0.18.0', marked)).type).toBe('TypeError');
    expect(trainedTexts(under('0.19.1', marked))).toEqual([whole]);
    expect(trainedTexts(under('0.20.0', marked))).toEqual(['Yes<|im_end|>']);
  });

  it('before 1.1: no training template is swapped in, so that rows have no answer', () => {
    const unmarked = { rows: [{ messages: [user('Hi'), assistant('Yes')] }], config: { assistant_only_loss: true } };
    expect(errorOf(under('1.0.0', unmarked)).type).toBe('RuntimeError');
    expect(errorOf(under('1.1.0', unmarked)).type).toBe('ValueError');
  });

  it('before 1.0: keys with None were taken out before rendering', () => {
    const rows = [{ messages: [user('Hi'), { role: 'assistant', content: 'Yes', name: 'b' }] }];
    const chatTemplate = "{% for m in messages %}{{ 'name' in m }} {% endfor %}";
    expect(trainedTexts(under('0.29.0', { rows, chatTemplate }))).toEqual(['False True ']);
    expect(trainedTexts(under('1.0.0', { rows, chatTemplate }))).toEqual(['True True ']);
  });
});
