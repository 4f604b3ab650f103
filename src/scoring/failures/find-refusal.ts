import { stripThinking } from '../strip-thinking.ts';
import type { AnswerView } from './answer-view.ts';
import type { FailureEvidence } from './failure-code.ts';

/** A refusal is said first; later in a text the same words are usually quoted or about somebody else. */
const HEAD = 300;

/**
 * "I'm sorry" alone is an ordinary answer of a support desk, and so is "we cannot refund": a refusal is the speaker's own inability to do
 * what was asked. Word lists for English, Korean, Chinese, Japanese, Spanish, French and German; other languages stay silent.
 */
const ENGLISH_TASKS = [
  'help (?:you|with)|assist|comply|fulfill?|provide|discuss|engage in|identify|determine|classify|analy[sz]e|extract|create|view',
  'do (?:that|this)|(?:answer|process|access|generate|complete) (?:that|this|the|your|such)',
].join('|');
const REFUSALS: readonly RegExp[] = [
  new RegExp(
    `^(?:(?:i['’]?m|i am) (?:(?:very |so |really )?sorry|afraid)[^.!?\\n]{0,40}?|sorry,? (?:but )?|unfortunately,? )?i (?:can['’]?t|cannot|can not|am unable to|am not able to|won['’]?t|will not)(?: be able to)? (?:${ENGLISH_TASKS})\\b`,
    'iu',
  ),
  /^as an? (?:ai|artificial intelligence|large language|language)\b[^.\n]{0,40}?\bi (?:can['’]?t|cannot|do not|don['’]?t|am (?:unable|not able))/iu,
  /^(?:죄송(?:합니다|하지만|해요)|미안하지만)[^\n]{0,60}?(?:할 수 없|드릴 수 없|수 없습니다|어렵습니다|불가능)/u,
  /^(?:很?抱歉|对不起|對不起|很遗憾|很遺憾)[^\n]{0,40}?我?(?:无法|無法|不能|没办法|沒辦法)/u,
  /^(?:申し訳(?:ありません|ございません)|すみません|恐れ入りますが)[^\n]{0,60}?(?:できません|できかねます|お答えでき)/u,
  /^lo siento[^\n]{0,40}?no (?:puedo|me es posible)/iu,
  /^(?:je suis désolée?|désolée?)[^\n]{0,40}?je ne (?:peux|suis pas)/iu,
  /^(?:es tut mir leid|tut mir leid)[^\n]{0,60}?\bich\b[^\n]{0,40}?\b(?:kann|darf)\b[^\n]{0,60}?\bnicht/iu,
];

const IMAGE_NOT_SEEN: readonly RegExp[] = [
  /\bi(?: (?:can['’]?t|cannot|can not|don['’]?t|do not)(?: actually)? (?:see|view|access|open|load|process)|['’]?(?:m| am) (?:unable|not able) to (?:see|view|access|open|load|process))\b[^.\n]{0,30}\b(?:images?|pictures?|photos?|attachments?|screenshots?)\b/iu,
  /\b(?:there (?:is|was|appears to be|seems to be) )?no (?:image|picture|photo|attachment)s? (?:(?:was|is|were|has been|have been|is being) )?(?:provided|attached|uploaded|included|shared|given)\b/iu,
  /\byou (?:have not|haven['’]?t|didn['’]?t|did not) (?:provided?|attach(?:ed)?|uploaded?|included?|shared?)[^.\n]{0,16}\b(?:image|picture|photo)\b/iu,
  /(?:이미지|사진)(?:를|을|가|이|은|는)?[^\n]{0,12}(?:볼 수 없|확인할 수 없|제공되지 않|첨부되지 않|보이지 않)/u,
  /(?:无法|無法|看不到|没有看到|沒有看到|未能)[^\n]{0,8}(?:图片|图像|圖片|圖像|照片)|(?:图片|图像|圖片|圖像)[^\n]{0,6}(?:未提供|没有上传|沒有上傳|未上传)/u,
  /(?:画像|写真)(?:が|を|は)?[^\n]{0,12}(?:見ることができません|見えません|確認できません|添付されていません|提供されていません)/u,
];

/** The patterns above need one of these words; looking for them first spares most answers the patterns. */
const IMAGE_WORDS = [
  'image',
  'picture',
  'photo',
  'attachment',
  'screenshot',
  '이미지',
  '사진',
  '图',
  '圖',
  '照片',
  '画像',
  '写真',
] as const;

/** The model declines, or says that no image reached it. The latter is the valuable one: the image was lost on the way. */
export function findRefusal({ output, parsed }: AnswerView): FailureEvidence | null {
  // Inside a complete JSON value these are the words of a document.
  if (parsed?.rung === 'strict') return null;
  const { answerStart, open } = stripThinking(output);
  if (open) return null;
  const answer = output
    .slice(answerStart, answerStart + HEAD + 64)
    .trimStart()
    .slice(0, HEAD);
  const span = { start: answerStart, end: Math.min(output.length, answerStart + HEAD) };
  const folded = answer.toLowerCase();
  if (IMAGE_WORDS.some((word) => folded.includes(word)) && IMAGE_NOT_SEEN.some((pattern) => pattern.test(answer)))
    return { code: 'image-not-seen', ...span, detail: 'the answer says that there is no image to see' };
  if (REFUSALS.some((pattern) => pattern.test(answer)))
    return { code: 'refusal', ...span, detail: 'the answer says that the model cannot do it' };
  return null;
}
