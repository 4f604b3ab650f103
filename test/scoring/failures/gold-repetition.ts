import type { Task } from '../../../src/scoring/task.ts';
import { type Draw, type GoldRecipe, sentence } from './gold-recipe.ts';

const FREE: Task = { kind: 'free' };
const PARTIES = ['Lessee', 'Lessor', 'Contractor', 'Buyer'];
const DUTIES = [
  'keep the premises in good repair',
  'pay all taxes when due',
  'give notice in writing',
  'insure the goods',
];

const clause = ({ pick, whole }: Draw, at: number): string =>
  `${1 + Math.floor(at / 4)}.${1 + (at % 4)} The ${pick(PARTIES)} shall, at its own cost and expense, ${pick(DUTIES)}; provided, however, that nothing in this Agreement shall be deemed to limit the rights of the ${pick(PARTIES)} under Section ${1 + whole(9)}.`;

const molecule = ({ pick, times, whole }: Draw): string =>
  pick([
    'C'.repeat(4 + whole(40)),
    `O${'CCO'.repeat(2 + whole(20))}`,
    `${'C(F)(F)'.repeat(3 + whole(6))}F`,
    times(2 + whole(5), () => pick(['c1ccccc1', 'C(=O)N', 'CCO', '[C@@H](N)'])).join(''),
    `${'C=C'.repeat(1 + whole(14))}C`,
  ]);

const sequence = ({ pick, times, whole }: Draw): string =>
  pick([
    times(30 + whole(120), () => pick(['A', 'C', 'G', 'T'])).join(''),
    `ATGGCG${'CAG'.repeat(10 + whole(30))}CCGCCT`,
    `${'GGGGS'.repeat(3 + whole(4))}MKT`,
    `${times(20 + whole(40), () => pick([...'ACDEFGHIKLMNPQRSTVWY'])).join('')}HHHHHH`,
    `${'AT'.repeat(8 + whole(20))}`,
  ]);

const poem = (draw: Draw): string => {
  const refrain = draw.pick([
    'And the wind blew over the hill, hey ho.',
    'Row, row, row the boat,\ngently down the stream.',
    'La la la la la, the bells ring on.',
  ]);
  const verses = draw.times(2 + draw.whole(4), () => `${draw.times(4, () => sentence(draw)).join('\n')}\n${refrain}`);
  const last = draw.times(draw.whole(3), () => refrain);
  return [...verses, ...last].join('\n\n');
};

const numbers = ({ pick, times, whole }: Draw): string =>
  pick([
    times(10 + whole(60), (at) => at + 1).join(', '),
    times(10 + whole(60), () => 0).join(', '),
    times(10 + whole(60), () => whole(2)).join(' '),
    times(8 + whole(30), (at) => (at % 2 ? 12.5 : 37)).join('; '),
    times(10 + whole(40), () => '0x00').join(' '),
    `[${times(20 + whole(40), () => (whole(9) ? '0.0' : '1.0')).join(', ')}]`,
    times(8 + whole(30), () => `12:00 21.5 °C`).join('\n'),
    `0.${'142857'.repeat(3 + whole(6))}`,
    times(8 + whole(30), () => `${whole(2)}`.repeat(8)).join(' '),
  ]);

const code = (draw: Draw): string => {
  const { pick, times, whole } = draw;
  const count = 5 + whole(16);
  return pick([
    `CREATE TABLE log (id INT, level TEXT);\n${times(count, (at) => `INSERT INTO log VALUES (${at}, 'info');`).join('\n')}`,
    `.grid {\n${times(count, (at) => `  --gap-${at}: ${4 * at}px;`).join('\n')}\n}`,
    `switch (level) {\n${times(count, (at) => `  case ${at}:\n    return 'level ${at}';`).join('\n')}\n}`,
    `def test_all():\n${times(count, () => `    assert total([${whole(9)}, ${whole(9)}]) == ${whole(18)}`).join('\n')}`,
    `items:\n${times(count, () => `  - name: ${pick(['api', 'web'])}\n    replicas: 1\n    image: app:latest`).join('\n')}`,
    `int grid[${count}][8] = {\n${times(count, () => '    {0, 0, 0, 0, 0, 0, 0, 0},').join('\n')}\n};`,
    `<ul>\n${times(count, () => `  <li class="item"></li>`).join('\n')}\n</ul>`,
    `#!/bin/sh\nset -e\n${times(count, (at) => `echo "step ${at}" >> log.txt`).join('\n')}`,
  ]);
};

const table = (draw: Draw): string => {
  const { pick, times, whole } = draw;
  const columns = 2 + whole(6);
  const row = (cell: (at: number) => string): string => `| ${times(columns, cell).join(' | ')} |`;
  const body = pick<() => string>([
    () => row(() => '–'),
    () => row(() => '0'),
    () => row(() => pick(['yes', 'no'])),
    () => row((at) => (at === 0 ? pick(['Mon', 'Tue', 'Wed']) : String(whole(100)))),
    () => row(() => 'n/a'),
    () => row(() => '不明'),
    () => row(() => '해당 없음'),
  ]);
  return [row((at) => `Column ${at}`), row(() => '---'), ...times(3 + whole(25), body)].join('\n');
};

/** What repeats itself rightly. */
export const REPETITION_RECIPES: readonly GoldRecipe[] = [
  {
    name: 'contracts with stock phrases',
    task: FREE,
    instruction: 'Draft the clauses of the agreement that the client describes. Number them.',
    row: (draw) => ({
      input: sentence(draw),
      answer: `${draw.times(4 + draw.whole(16), (at) => clause(draw, at)).join('\n')}\n\nSigned: ${'_'.repeat(30)}\nDate: ${'_'.repeat(20)}${draw.whole(3) ? '' : '\n\n[This page is left blank on purpose.]'.repeat(3)}`,
    }),
  },
  {
    name: 'poems with refrains',
    task: FREE,
    instruction: 'Write a song or a poem with a refrain about what the user names.',
    row: (draw) => ({ input: sentence(draw), answer: poem(draw) }),
  },
  {
    name: 'molecules and sequences',
    task: FREE,
    instruction: 'Write the SMILES string of the molecule or the sequence of the gene or protein that is named.',
    row: (draw) => ({ input: sentence(draw), answer: draw.whole(2) ? molecule(draw) : sequence(draw) }),
  },
  {
    name: 'lists of numbers',
    task: FREE,
    instruction: 'Write the series of numbers that is described, and nothing else.',
    row: (draw) => ({ input: sentence(draw), answer: numbers(draw) }),
  },
  {
    name: 'code that repeats itself',
    task: FREE,
    instruction: 'Write the file that the user asks for. Answer with its contents only.',
    row: (draw) => ({ input: sentence(draw), answer: code(draw) }),
  },
  {
    name: 'long tables in Markdown',
    task: FREE,
    instruction: 'Turn the description into a table in Markdown.',
    row: (draw) => ({ input: sentence(draw), answer: table(draw) }),
  },
  {
    name: 'orders with equal lines',
    task: { kind: 'extract', fields: ['order', 'lines', 'shelf'] },
    instruction: 'Read the order and return JSON with order, lines (item, quantity, price) and the shelf plan.',
    row: (draw) => ({
      input: sentence(draw),
      answer: JSON.stringify(
        {
          order: `${draw.whole(1e6)}`,
          lines: draw.times(draw.whole(15), () => ({ item: 'Latte', quantity: 1, price: '4.50' })),
          shelf: draw.times(2 + draw.whole(5), () => draw.times(8, () => draw.pick(['', '', 'box']))),
        },
        null,
        draw.whole(2) * 2,
      ),
    }),
  },
  {
    name: 'boxes around objects',
    task: FREE,
    instruction: 'Find all objects and return JSON: a list of label and bbox_2d with absolute pixels.',
    row: (draw) => ({
      input: sentence(draw),
      answer: JSON.stringify(
        draw.times(1 + draw.whole(30), (at) => ({ label: 'cup', bbox_2d: [10 * at, 20, 10 * at + 9, 40] })),
      ),
    }),
  },
  {
    name: 'pages as they were scanned',
    task: FREE,
    instruction: 'Write down the text of the scanned page, line by line, with its dots, rules and boxes.',
    row: (draw) => {
      const { pick, times, whole } = draw;
      const line = () =>
        pick([
          `${sentence(draw).slice(0, 20)} ${'.'.repeat(20 + whole(30))} ${whole(200)}`,
          times(4 + whole(6), () => '☐').join(' '),
          'Name: ________  Date: ________',
          '* * * * * * * * *',
          sentence(draw),
        ]);
      return { input: sentence(draw), answer: times(4 + whole(12), line).join('\n') };
    },
  },
  {
    name: 'conversations written out',
    task: FREE,
    instruction: 'Write down what was said in the recording, with the speakers, exactly as they said it.',
    row: (draw) => {
      const { pick, times, whole } = draw;
      const said = () =>
        pick([sentence(draw), 'Yes.', 'Yeah yeah, right.', 'No no no.', 'Mm-hm.', 'Okay, okay, okay.']);
      const turns = times(3 + whole(12), (at) => `${at % 2 ? 'Agent' : 'Caller'}: ${said()}`);
      return { input: sentence(draw), answer: turns.join('\n') };
    },
  },
  {
    name: 'pictures made of letters',
    task: FREE,
    instruction: 'Draw the board or the pattern that is described with letters and signs.',
    row: ({ pick, times, whole, ...rest }) => {
      const [width, height] = [3 + whole(10), 3 + whole(10)];
      const board = pick<(x: number, y: number) => string>([
        (x, y) => ((x + y) % 2 ? '#' : '.'),
        () => pick(['X', 'O', '.']),
        (_, y) => (y % 2 ? '- ' : '| '),
        () => '🌲',
      ]);
      return {
        input: sentence({ pick, times, whole, ...rest }),
        answer: times(height, (y) => times(width, (x) => board(x, y)).join('')).join('\n'),
      };
    },
  },
];
