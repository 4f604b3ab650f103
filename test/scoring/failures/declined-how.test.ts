import { describe, expect, it } from 'vitest';
import { declinedHow } from '../../../src/scoring/failures/declined-how.ts';

describe('an answer that declines', () => {
  it.each([
    'I am unable to determine whether this ladder is safe.',
    'Unfortunately, I cannot classify this.',
    'I don’t have enough information to answer.',
    'As a language model I do not judge people.',
    '죄송하지만 답변해 드릴 수 없습니다.',
    '对不起，我不能回答。',
    'すみませんが、回答できません。',
    'Lo siento, no puedo ayudar con eso.',
    'Lo siento, pero no te puedo responder.',
    'Désolé, je ne peux pas vous aider.',
    'Je suis désolée, mais je ne suis pas en mesure de répondre.',
    'Es tut mir leid, aber ich kann darauf nicht antworten.',
    'Tut mir leid, ich darf dabei nicht unterstützen.',
  ])('refuses: %s', (answer) => {
    expect(declinedHow(answer)).toBe('refusal');
  });

  it.each([
    'It seems that no image was uploaded.',
    'However, your image was not attached.',
    'The picture didn’t load.',
    'You did not provide an image.',
    'Please upload the image.',
    'Could you please share the image so that I can look?',
    '사진이 첨부되지 않았습니다.',
    '请先上传图片',
    '画像が添付されていません。',
    'No puedo ver la imagen.',
    'Aucune image n’a été fournie.',
    'Ich kann das Bild leider nicht sehen.',
    'Es wurde kein Bild hochgeladen.',
  ])('saw no image: %s', (answer) => {
    expect(declinedHow(answer)).toBe('image-not-seen');
  });

  it.each([
    'We cannot process your refund.',
    'I cannot provide a refund without a receipt.',
    'As an AI engineer, I cannot come on Monday.',
    'Please upload a photo of the box to your claim.',
    'No image manipulation was found.',
    'Lo siento, no puedo ir el lunes.',
    'Es tut mir leid, ich kann am Montag nicht kommen.',
    `${'The ladder stands on level ground. '.repeat(10)}I cannot classify this.`,
  ])('answers: %s', (answer) => {
    expect(declinedHow(answer)).toBeNull();
  });
});
