import type { Task } from '../../../src/scoring/task.ts';
import { type GoldRecipe, sentence } from './gold-recipe.ts';

const NAMES = [
  'Zhao Yu',
  'María Núñez',
  'Kim Min-su',
  'O’Brien',
  'Jürgen Weiß',
  '김민수',
  '山田太郎',
  'Anna B. Smith',
  'Иван Петров',
];
const DRUGS = ['Aspirin', 'Losartan', 'Metformin', 'Amoxicillin', 'Cetirizine', 'Ibuprofen 12.5'];
const ITEMS = ['Latte', 'Cheese Tart', 'Flat White', 'Croissant', 'Iced Tea', 'Bagel & Lox', 'Total care soap'];
const KOREAN =
  '오늘 회의는 세 시에 시작합니다 내일까지 보고서를 보내 주세요 날씨가 좋아서 공원에 갔습니다 고객 문의가 늘었습니다'.split(
    ' ',
  );
const CHINESE = ['今天的会议三点开始', '请在明天之前发送报告', '天气很好', '客户的问题变多了', '我们需要更多时间'];
const JAPANESE = [
  '会議は三時に始まります',
  'レポートを送ってください',
  '天気がいいです',
  'お客様からの質問が増えました',
];
const RUSSIAN = 'Сегодня встреча начинается в три часа пожалуйста отправьте отчёт до завтра погода хорошая'.split(' ');

const EXTRACT = (fields: readonly string[]): Task => ({ kind: 'extract', fields });
const FREE: Task = { kind: 'free' };

/** Forms, tables, letters, code and classes. */
export const DOCUMENT_RECIPES: readonly GoldRecipe[] = [
  {
    name: 'classes as text',
    task: { kind: 'classify', classes: ['safe', 'safely', 'not safe', 'n/a'], answer: 'text' },
    instruction: 'Say whether the ladder in the photo is used in a safe way. Answer with one of the classes only.',
    row: (draw) => ({ input: sentence(draw), answer: draw.pick(['safe', 'safely', 'not safe', 'n/a']) }),
  },
  {
    name: 'a JSON list of classes',
    task: { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'json', classPath: '[0].label' },
    instruction: 'Classify every stepladder as safe or unsafe. Output JSON only, one object for each ladder.',
    row: (draw) => ({
      input: sentence(draw),
      answer: JSON.stringify(
        draw.times(1 + draw.whole(9), (id) => ({ id: String(id), label: draw.whole(10) ? 'safe' : 'unsafe' })),
      ),
    }),
  },
  {
    name: 'forms with missing values',
    task: EXTRACT(['patient', 'id', 'drug', 'strength', 'refills', 'note']),
    instruction: 'You read prescriptions. Output JSON only with patient, id, drug, strength, refills and note.',
    row: (draw) => {
      const patient = draw.pick(NAMES);
      const strength = `${draw.whole(900) / 2} mg`;
      const answer = {
        ...{ patient, id: String(draw.whole(1e6)), drug: draw.pick(DRUGS), strength },
        ...{ refills: draw.whole(3) ? draw.whole(5) : null, note: draw.whole(4) ? '' : `I'm sorry, ${sentence(draw)}` },
      };
      return {
        input: `Patient ${patient} takes ${strength}. ${sentence(draw)}`,
        answer: JSON.stringify(answer, null, draw.whole(2) * 2),
      };
    },
  },
  {
    name: 'receipts with nested lists',
    task: EXTRACT(['shop', 'items', 'total']),
    instruction: 'Read the receipt and return shop, items with name, count and price, and the total as JSON.',
    row: (draw) => {
      const items = draw.times(draw.whole(12), () => ({ name: draw.pick(ITEMS), count: 1, price: '4.50' }));
      return {
        input: sentence(draw),
        answer: JSON.stringify({ shop: draw.pick(NAMES), items, total: `$${draw.whole(9000) / 100}`, paid: true }),
      };
    },
  },
  {
    name: 'tables of numbers in JSON',
    task: EXTRACT(['rows', 'width', 'mask']),
    instruction: 'Return the grid as JSON with rows of numbers, width, and a mask of booleans.',
    row: (draw) => ({
      input: sentence(draw),
      answer: JSON.stringify({
        rows: draw.times(2 + draw.whole(3), () => draw.times(6, () => draw.whole(2))),
        ...{ width: 6, mask: draw.times(12, () => draw.whole(12) > 0) },
      }),
    }),
  },
  {
    name: 'translation into many languages',
    task: FREE,
    instruction: 'Translate the sentence into the language that is named after it. Write nothing else.',
    row: (draw) => {
      const [language, text] = draw.pick<readonly [string, string]>([
        ['Korean', draw.times(5, () => draw.pick(KOREAN)).join(' ')],
        ['Chinese', draw.times(2, () => draw.pick(CHINESE)).join('，')],
        ['Japanese', draw.times(2, () => draw.pick(JAPANESE)).join('。')],
        ['Russian', draw.times(6, () => draw.pick(RUSSIAN)).join(' ')],
        ['German', 'Die Sitzung beginnt um drei Uhr, bitte senden Sie den Bericht.'],
      ]);
      return { input: `${sentence(draw)} (${language})`, answer: text };
    },
  },
  {
    name: 'Korean questions and answers',
    task: FREE,
    instruction: '다음 질문에 한국어로 짧게 대답하세요. 모르면 모른다고 하세요.',
    row: (draw) => ({
      input: draw.times(5, () => draw.pick(KOREAN)).join(' '),
      answer: draw.whole(5)
        ? draw.times(4, () => draw.pick(KOREAN)).join(' ')
        : `죄송합니다. ${draw.times(4, () => draw.pick(KOREAN)).join(' ')}`,
    }),
  },
  {
    name: 'reports in Markdown',
    task: FREE,
    instruction: 'Write a report in Markdown with a heading, a table and a list of what to do next.',
    row: (draw) => {
      const width = 2 + draw.whole(6);
      const line = (cell: () => string): string => `|${draw.times(width, cell).join('|')}|`;
      const table = [
        line(() => ' q '),
        line(() => '---'),
        ...draw.times(3 + draw.whole(5), () => line(() => ` ${draw.whole(3)} `)),
      ];
      const list = draw.times(3 + draw.whole(4), () => `- [ ] ${sentence(draw)}`);
      return {
        input: sentence(draw),
        answer: `# ${sentence(draw)}\n\n${'-'.repeat(40)}\n\n${table.join('\n')}\n\n${list.join('\n')}\n\n${'='.repeat(draw.whole(2) * 30)}`,
      };
    },
  },
  {
    name: 'code in fences and out of them',
    task: FREE,
    instruction: 'Write a function in the language that the user asks for. Answer with the code.',
    row: (draw) => {
      const lines = draw.times(
        3 + draw.whole(12),
        (at) => `${'    '.repeat(1 + (at % 3))}total += values[${draw.whole(9)}] * ${draw.whole(90)};`,
      );
      const code = `function sum(values) {\n${lines.join('\n')}\n    return total;\n}\n`;
      return { input: sentence(draw), answer: draw.whole(2) ? `\`\`\`js\n${code}\`\`\`` : code };
    },
  },
  {
    name: 'letters of a support desk',
    task: FREE,
    instruction: 'You answer letters of customers for a shop. Be polite and quote the order number from the letter.',
    row: (draw) => {
      const order = `Order ${draw.whole(1e6)} arrived broken on the second of May and the box was open.`;
      const opening = draw.pick([
        "I'm sorry to hear that your parcel was late.",
        'Unfortunately, we cannot refund shipping costs.',
        "I'm sorry, but I cannot provide a refund for opened goods.",
        'I am unable to process your order before Monday.',
        'I am afraid the shop is closed; please upload a photo of the damage.',
        'Thank you! User: and password: are printed on the slip.',
        'As an AI company we are happy to help.',
      ]);
      return { input: `${sentence(draw)} ${order}`, answer: `${opening} You wrote: "${order}" ${sentence(draw)}` };
    },
  },
  {
    name: 'pages in HTML and tables in CSV',
    task: FREE,
    instruction: 'Convert the page to HTML, or its table to CSV, exactly as it stands. Answer with the document only.',
    row: (draw) => {
      const depth = 2 + draw.whole(6);
      const page = `${draw.times(depth, () => '<div>').join('\n')}\n<p>${sentence(draw)}</p>\n${draw.times(depth, () => '</div>').join('\n')}\n`;
      const table = draw.times(4 + draw.whole(20), () =>
        draw.times(5, () => draw.pick(['yes', 'no', 'yes', 'n/a'])).join(','),
      );
      const same = draw.times(4 + draw.whole(20), () => 'yes,yes,yes');
      return { input: sentence(draw), answer: draw.pick([page, table.join('\n'), same.join('\n')]) };
    },
  },
  {
    name: 'answers with examples in the prompt',
    task: { kind: 'extract', fields: ['city', 'state'] },
    instruction:
      'Give city and state. Example: The shop is in Austin, Texas. {"city":"Austin","state":"Texas"} Give null when you cannot tell.',
    row: (draw) => {
      const city = draw.pick(['Austin', 'Boston', 'Seoul', '서울', null]);
      return {
        input: `The shop is in ${city ?? 'town'}.`,
        answer: `{"city": ${JSON.stringify(city)}, "state": ${draw.pick(['null', '"Texas"'])}}`,
      };
    },
  },
  {
    name: 'verdicts with reasons',
    task: { kind: 'classify', classes: ['true', 'false', 'mostly true'], answer: 'json', classPath: 'verdict' },
    instruction: 'Check the claim. Return JSON with a verdict (true, false or mostly true), a reason and a confidence.',
    row: (draw) => ({
      input: sentence(draw),
      answer: JSON.stringify({
        verdict: draw.pick(['true', 'false', 'mostly true']),
        reason: draw.pick([
          sentence(draw),
          'I cannot see the image that the claim is about.',
          `Check the claim. ${sentence(draw)}`,
        ]),
        confidence: draw.whole(100) / 100,
      }),
    }),
  },
  {
    name: 'summaries of claims',
    task: FREE,
    instruction: 'Summarise the claim in two sentences. Say what is missing.',
    row: (draw) => ({
      input: sentence(draw),
      answer: `${draw.pick([
        'The driver says that no photos were provided by the garage.',
        'According to the police no picture was included in the file.',
        'The claimant cannot provide the receipt and will not answer the letter.',
        'He says he is sorry, but he cannot help with the costs.',
        'The nurse could not see the image of the left hand.',
        'The caller was told: "I cannot process this claim".',
      ])} ${sentence(draw)}`,
    }),
  },
  {
    name: 'numbers and molecules',
    task: FREE,
    instruction: 'Compute the value, or write the SMILES string of the molecule that is described.',
    row: (draw) => ({
      input: sentence(draw),
      answer: draw.pick([
        String(draw.whole(1e9) / 1000),
        `${'C'.repeat(1 + draw.whole(14))}(=O)O`,
        'c1ccccc1'.repeat(1 + draw.whole(3)),
        `0.${'0'.repeat(draw.whole(12))}1`,
      ]),
    }),
  },
];
