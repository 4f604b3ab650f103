import { type GoldRecipe, sentence } from './gold-recipe.ts';

const PEOPLE = ['Anna', 'Bao', 'Chidi', 'Dilara', 'Emre', 'Fatou', 'Goran', 'Hana', '이지은', '王芳', 'Ольга', 'José'];
const SIZES = ['S', 'M', 'L', 'XL', 'XXL'];

/** Classes and fields of unusual shapes: other scripts, classes within classes, keys that come and go or are values themselves. */
export const STRUCTURE_RECIPES: readonly GoldRecipe[] = [
  {
    name: 'classes in Chinese, one within another',
    task: { kind: 'classify', classes: ['安全', '不安全', '无法判断'], answer: 'text' },
    instruction: '判断照片中的梯子使用是否安全，只回答一个类别。',
    row: (draw) => ({ input: sentence(draw), answer: draw.pick(['安全', '不安全', '无法判断']) }),
  },
  {
    name: 'classes that are numbers',
    task: { kind: 'classify', classes: ['1', '2', '5', '10', '100'], answer: 'text' },
    instruction: 'How many stars does the letter give? Answer with the number only.',
    row: (draw) => ({ input: sentence(draw), answer: draw.pick(['1', '2', '5', '10', '100']) }),
  },
  {
    name: 'classes with marks, in JSON',
    task: { kind: 'classify', classes: ['C++', 'C', 'C#', 'F#', '.NET'], answer: 'json', classPath: 'language' },
    instruction: 'Name the programming language of the snippet. Return JSON with the key language.',
    row: (draw) => ({
      input: sentence(draw),
      answer: JSON.stringify({ language: draw.pick(['C++', 'C', 'C#', 'F#', '.NET']) }),
    }),
  },
  {
    name: 'classes in Korean, in JSON',
    task: { kind: 'classify', classes: ['안전', '위험', '판단 불가'], answer: 'json', classPath: '[0].판정' },
    instruction: '사다리 사용이 안전한지 판단하고 JSON 배열로 답하세요.',
    row: (draw) => ({
      input: sentence(draw),
      answer: JSON.stringify(draw.times(1 + draw.whole(3), () => ({ 판정: draw.pick(['안전', '위험', '판단 불가']) }))),
    }),
  },
  {
    name: 'fields that come and go',
    task: { kind: 'extract', fields: ['name', 'size'] },
    instruction: 'Return JSON with name and size, and with what else the letter says.',
    row: (draw) => {
      const rest = [
        draw.whole(3) ? {} : { note: sentence(draw) },
        draw.whole(20) ? {} : { phone: String(draw.whole(1e9)) },
        draw.whole(2) ? { size: draw.pick(SIZES) } : { size: draw.whole(60) },
        draw.whole(4) ? {} : { tags: draw.times(draw.whole(4), () => draw.pick(['new', 'sale', 'gift'])) },
      ];
      return { input: sentence(draw), answer: JSON.stringify(Object.assign({ name: draw.pick(PEOPLE) }, ...rest)) };
    },
  },
  {
    name: 'keys that are values',
    task: { kind: 'extract', fields: ['scores'] },
    instruction: 'Return JSON: under scores the points of every person by name.',
    row: (draw) => ({
      input: sentence(draw),
      answer: JSON.stringify({
        scores: Object.fromEntries(draw.times(1 + draw.whole(4), () => [draw.pick(PEOPLE), draw.whole(100)])),
      }),
    }),
  },
  {
    name: 'any names as keys',
    task: { kind: 'extract', fields: ['total'] },
    instruction: 'Return JSON with the total and one key for every person who is named, with the points.',
    row: (draw) => ({
      input: sentence(draw),
      answer: JSON.stringify({ total: draw.whole(900), [`${draw.pick(PEOPLE)} ${draw.whole(1e5)}`]: draw.whole(100) }),
    }),
  },
  {
    name: 'three kinds of documents in three languages',
    task: { kind: 'extract', fields: ['patient', 'drug', 'shop', 'total', 'tenant', 'rent'] },
    instruction: 'Read the document and return its fields as JSON.',
    row: (draw) => {
      const patient = () => ({
        patient: draw.pick(PEOPLE),
        drug: draw.pick(['Losartan', 'Metformin']),
        note: sentence(draw),
      });
      const receipt = () => ({
        shop: draw.pick(['茶屋', '面包店', '书店']),
        total: `${draw.whole(900)} 元`,
        note: sentence(draw),
      });
      const lease = () => ({ tenant: draw.pick(PEOPLE), rent: `${draw.whole(2000)} €`, note: 'Miete und Nebenkosten' });
      const answer = draw.pick<() => object>([patient, receipt, lease])();
      return { input: `${Object.values(answer).join(' ')}`, answer: JSON.stringify(answer) };
    },
  },
];
