import { describe, expect, it } from 'vitest';
import { classifyFailure } from '../../../src/scoring/failures/classify-failure.ts';
import { failureContext } from '../../../src/scoring/failures/failure-context.ts';
import type { Task } from '../../../src/scoring/task.ts';

const FREE: Task = { kind: 'free' };
const VERDICT: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'json', classPath: 'label' };

const codesOf = (task: Task, output: string) => classifyFailure({ id: '1', output }, failureContext({ task })).codes;

describe('what a model says when it declines', () => {
  it.each([
    'I apologize, but I cannot fulfill this request.',
    'I apologise for the confusion, but I am unable to assist with that.',
    "My apologies, but I can't help with that.",
    "I'm unable to assist with that request.",
    "I'm not able to identify people.",
    "I'm just an AI, I can't give medical advice.",
    "As a large language model, I'm not able to diagnose anything.",
    'I cannot and will not provide that.',
    'I must respectfully decline to answer that.',
    'I do not have enough information to determine the class.',
  ])('refuses: %s', (output) => {
    expect(codesOf(FREE, output)).toEqual(['refusal']);
  });

  it.each([
    'Unable to see the image.',
    'Unable to process image',
    'The image was not provided.',
    "It looks like the image wasn't attached.",
    'The image is not visible to me.',
    'The image is missing.',
    "It seems the image didn't come through.",
    "I don't have access to the image.",
    "Unfortunately, I don't have the ability to view images.",
    'Please provide the image.',
    'Could you please upload the image so that I can look at it?',
    '이미지가 없습니다.',
    '이미지를 업로드해 주세요.',
    '没有提供图片。',
    '您没有上传图片',
    '请上传图片',
    '画像がありません。',
    '写真が添付されていません。',
    'Lo siento, no puedo ver la imagen.',
    'No se ha proporcionado ninguna imagen.',
    "Je ne peux pas voir l'image.",
    "Aucune image n'a été fournie.",
    'Ich kann das Bild leider nicht sehen.',
    'Es wurde kein Bild hochgeladen.',
  ])('saw no image: %s', (output) => {
    expect(codesOf(FREE, output)).toEqual(['image-not-seen']);
  });

  it.each([
    ['a letter of a shop', 'I apologize, but I am unable to provide a full refund for this order.'],
    ['what a shop wants to see', 'Please upload a photo of the damaged box so that we can replace it.'],
    ['an apology', 'My apologies for the late answer, the parcel is on its way.'],
    ['a letter of an engineer', 'As an AI engineer, I cannot come on Monday.'],
    ['an invitation', 'I must decline your kind invitation.'],
    ['a bug report', 'The image failed to load on the page of the shop.'],
    ['a caption', 'The image is missing a title, and its axes have no units.'],
    ['a form', 'The image was not taken from the front.'],
    ['a catalogue', '상품 이미지가 없습니다'],
    ['another catalogue', '该商品没有图片，请联系客服。'],
    ['German furniture', 'Im Flur hängt kein Bild, dort steht ein Regal.'],
    ['a Spanish gallery', 'La imagen no puede ser más bonita.'],
  ])('leaves %s alone', (_, output) => {
    expect(codesOf(FREE, output)).toEqual([]);
  });
});

describe('inside JSON', () => {
  it('is a refusal where the class should be, and a document elsewhere', () => {
    expect(codesOf(VERDICT, '{"label":"I cannot see the image"}')).toEqual(['image-not-seen', 'class-invalid']);
    expect(codesOf(VERDICT, '```json\n{"label":"I cannot determine this."}\n```')[0]).toBe('refusal');
    expect(codesOf(VERDICT, '{"label":"unclear"}')).toEqual(['class-invalid']);
    expect(codesOf(VERDICT, '{"label":"safe","note":"I cannot see the image"}')).not.toContain('image-not-seen');
  });

  it('is the answer where it is a class', () => {
    const task: Task = { ...VERDICT, classes: ['safe', 'cannot see the image'] };
    expect(codesOf(task, '{"label":"cannot see the image"}')).toEqual([]);
  });
});
