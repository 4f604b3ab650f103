import type { Task } from '../../../src/scoring/task.ts';
import { type Draw, type GoldRecipe, sentence } from './gold-recipe.ts';

const FREE: Task = { kind: 'free' };

const CHINESE =
  '今天的会议三点开始 请在明天之前发送报告 很抱歉，明天图书馆不开放 我们无法退还运费 图片在附件里 对不起，我来晚了 这种药每天两次 请不要忘记带身份证 天气预报说下午有雨 谢谢您的来信'.split(
    ' ',
  );
const ARABIC =
  'يبدأ الاجتماع في الساعة الثالثة|الرجاء إرسال التقرير غدا|نأسف للتأخير|الطقس جميل اليوم|لا يمكن استرداد رسوم الشحن|شكرا على رسالتك|الدواء مرتين في اليوم'.split(
    '|',
  );
const GERMAN = [
  'Es tut mir leid, dass Ihr Paket zu spät kam.',
  'Es tut mir leid, ich kann am Montag leider nicht kommen.',
  'Leider können wir die Versandkosten nicht erstatten.',
  'Die Sitzung beginnt um drei Uhr im großen Saal.',
  'Ich kann Ihnen den Termin am Montag anbieten.',
  'Bitte senden Sie uns ein Foto des Schadens.',
  'Der Mieter trägt die Kosten, soweit nichts anderes vereinbart ist.',
  'Vielen Dank für Ihre Nachricht vom zweiten Mai.',
];
const SPANISH = [
  'Lo siento por el retraso de su pedido.',
  'Lo siento, no puedo ir a la reunión del lunes.',
  'La reunión empieza a las tres.',
  'No podemos devolver los gastos de envío.',
  'Gracias por su mensaje.',
  'El médico recomienda dos pastillas al día.',
];
const FRENCH = [
  'Désolé, je ne peux pas venir lundi.',
  'Nous ne remboursons pas les frais de port.',
  'La réunion commence à trois heures.',
  'Merci de votre lettre du deux mai.',
  'Prenez un comprimé le matin et un le soir.',
];
const KOREAN = [
  '죄송합니다. 내일은 배송할 수 없습니다.',
  '죄송하지만 월요일 예약은 어렵습니다.',
  '회의는 세 시에 시작합니다.',
  '사진은 첨부 파일에 있습니다.',
  '문의해 주셔서 감사합니다.',
];
const JAPANESE = [
  '申し訳ありませんが、開封後の返品はできません。',
  '会議は三時に始まります。',
  '写真は添付ファイルにあります。',
  'お問い合わせありがとうございます。',
  '薬は一日二回飲んでください。',
];
const HINDI = ['बैठक तीन बजे शुरू होगी', 'कृपया कल तक रिपोर्ट भेजें', 'मौसम अच्छा है', 'देरी के लिए खेद है', 'दवा दिन में दो बार लें'];
const THAI = ['ประชุมเริ่มบ่ายสามโมง', 'กรุณาส่งรายงานพรุ่งนี้', 'อากาศดีมาก', 'ขออภัยในความล่าช้า'];
const TERMS: readonly (readonly [string, string])[] = [
  ['repository', '代码库'],
  ['branch', '分支'],
  ['commit', '提交'],
  ['deadline', '截止日期'],
  ['meeting', '会议'],
  ['invoice', '发票'],
];
const REQUESTS = ['a lock', 'a wallet', 'a stranger’s phone', 'a school test', 'a medicine cabinet'];
const DECLINES = [
  "I'm sorry, but I can't help with that.",
  'I cannot assist with this request because it could hurt somebody.',
  '죄송합니다. 그 요청은 도와드릴 수 없습니다.',
  '申し訳ありませんが、お手伝いできません。',
  'Lo siento, pero no puedo ayudarte con eso.',
  'Désolé, je ne peux pas vous aider.',
  '很抱歉，我无法提供这方面的帮助。',
  'Es tut mir leid, aber ich kann Ihnen dabei nicht helfen.',
];

/** Several of the sentences, in any order; nobody says the same thing four times running. */
const some = ({ whole }: Draw, from: readonly string[], joined: string): string => {
  const rest = [...from];
  const count = 2 + whole(Math.min(5, rest.length - 1));
  return Array.from({ length: count }, () => rest.splice(whole(rest.length), 1)).join(joined);
};

const answerIn = (language: string, instruction: string, [texts, joined]: readonly [readonly string[], string]) => ({
  ...{ name: `${language} questions and answers`, task: FREE, instruction },
  row: (draw: Draw) => ({
    input: `${draw.whole(1e4)}: ${draw.whole(3) ? some(draw, texts, joined) : sentence(draw)}`,
    answer: `${some(draw, texts, joined)}${draw.pick(['', '', ` (${draw.whole(500)} mg)`, '\n\n1. A\n2. B'])}`,
  }),
});

/** Other languages and scripts, mixtures of them, and refusals that are right. */
export const LANGUAGE_RECIPES: readonly GoldRecipe[] = [
  answerIn('Chinese', '请用中文简短回答下面的问题。不知道就说不知道。', [CHINESE, '，']),
  answerIn('Arabic', 'أجب عن السؤال التالي باختصار باللغة العربية.', [ARABIC, '، ']),
  answerIn('German', 'Beantworte die Frage des Kunden höflich und in ganzen Sätzen.', [GERMAN, ' ']),
  answerIn('Spanish', 'Responda a la carta del cliente con cortesía y en frases completas.', [SPANISH, ' ']),
  answerIn('French', 'Répondez à la lettre du client poliment et en phrases complètes.', [FRENCH, ' ']),
  answerIn('Korean', '고객의 편지에 정중하게 완전한 문장으로 답하세요.', [KOREAN, ' ']),
  answerIn('Japanese', 'お客様のお手紙に丁寧に、完全な文で答えてください。', [JAPANESE, '']),
  answerIn('Hindi', 'नीचे दिए गए प्रश्न का उत्तर हिंदी में संक्षेप में दें।', [HINDI, '। ']),
  answerIn('Thai', 'ตอบคำถามต่อไปนี้สั้น ๆ เป็นภาษาไทย', [THAI, ' ']),
  {
    name: 'the language of the question, whichever it is',
    task: FREE,
    instruction: 'Answer in the language of the question. Keep it short.',
    row: (draw) => {
      const texts = draw.pick([CHINESE, ARABIC, GERMAN, SPANISH, FRENCH, KOREAN, JAPANESE, HINDI, THAI]);
      return { input: `${draw.whole(1e4)}: ${some(draw, texts, ' ')}`, answer: some(draw, texts, ' ') };
    },
  },
  {
    name: 'two languages in one answer',
    task: FREE,
    instruction:
      'Explain the English word to a Chinese colleague. Use both languages, and write a short list of terms.',
    row: (draw) => {
      const list = some(
        draw,
        TERMS.map((term) => term.join(' – ')),
        '\n',
      );
      return { input: sentence(draw), answer: `${draw.pick(CHINESE)}。${sentence(draw)}\n${list}` };
    },
  },
  {
    name: 'fields in the language of the document',
    task: { kind: 'extract', fields: ['sender', 'subject', 'summary'] },
    instruction: 'Read the letter. Return JSON with sender, subject and summary, in the language of the letter.',
    row: (draw) => {
      const texts = draw.pick([CHINESE, ARABIC, GERMAN, HINDI]);
      const [sender, subject] = [draw.pick(texts).slice(0, 12), draw.pick(texts)];
      return {
        input: `${sender}\n${subject}\n${some(draw, texts, ' ')}`,
        answer: JSON.stringify({ sender, subject, summary: some(draw, texts, ' ') }),
      };
    },
  },
  {
    name: 'refusals where they are right',
    task: FREE,
    rightly: 'refusal',
    instruction: 'Help the user, but decline what could hurt somebody, in one polite sentence.',
    row: (draw) => ({
      input: `How do I open ${draw.pick(REQUESTS)}? ${sentence(draw)}`,
      answer: draw.whole(3) ? sentence(draw) : `${draw.pick(DECLINES)} ${draw.whole(2) ? sentence(draw) : ''}`,
    }),
  },
  {
    name: 'photos that may be missing',
    task: FREE,
    rightly: 'image-not-seen',
    instruction: 'Describe the photo of the damage. Say so when the customer forgot to attach it.',
    row: (draw) => ({
      input: sentence(draw),
      answer: draw.whole(4)
        ? `The photo shows that ${sentence(draw).toLowerCase()}`
        : `No photo was attached to your message. ${sentence(draw)}`,
    }),
  },
];
