import { describe, expect, it } from 'vitest';
import type { Region, TrainedRow } from '../../src/evidence/trained-rows.ts';
import { isSupervised } from '../../src/evidence/views/supervision.ts';
import { dataRow, dataSet, textRow } from '../support/evidence-builders.ts';
import { type SmallRun, smallRun } from '../support/evidence-gathered.ts';
import { evidenceTokenizer } from '../support/evidence-tokenizer.ts';
import { gatheredValue } from '../support/gathered-value.ts';

const END = '<|im_end|>\n';
const turn = (role: string, text: string) => `<|im_start|>${role}\n${text}${END}`;
const ask = (user: string) => `${turn('user', user)}<|im_start|>assistant\n`;
const chat = (user: string, answer: string) =>
  dataRow([
    ['user', user],
    ['assistant', answer],
  ]);

function rowsOf(run: SmallRun): readonly TrainedRow[] {
  return gatheredValue(smallRun(run).trainedRows).rows;
}

function onlyRow(run: SmallRun): TrainedRow {
  const [row, ...more] = rowsOf(run);
  expect(more).toEqual([]);
  if (row === undefined) throw new Error('no row');
  return row;
}

function textIn(row: TrainedRow, region: Region): string {
  return row.regions.map((one, i) => (one === region ? row.text.slice(...(row.offsets[i] ?? [0, 0])) : '')).join('');
}

function answersIn(row: TrainedRow): string[] {
  return row.answers.map(({ start, end }) => row.text.slice(row.offsets[start]?.[0], row.offsets[end - 1]?.[1]));
}

describe('a row of one question and one answer', () => {
  const row = onlyRow({ rows: [`${ask('Is it safe?')}‖yes${END}`], data: dataSet([chat('Is it safe?', 'yes')]) });

  it('gives every token its region', () => {
    expect(textIn(row, 'prompt')).toBe('Is it safe?');
    expect(textIn(row, 'answer')).toBe('yes');
    expect(textIn(row, 'end-of-turn')).toBe('<|im_end|>');
    // The newline after the assistant header and the one behind the end-of-turn token touch the answer.
    expect(textIn(row, 'separator')).toBe('\n\n');
    expect(textIn(row, 'template')).toBe('<|im_start|>user\n<|im_end|>\n<|im_start|>assistant');
  });

  it('says where the user text is and which data row it is', () => {
    expect(row.text.slice(...(row.userSpan ?? [0, 0]))).toBe('Is it safe?');
    expect(row).toMatchObject({ dataRow: 0, located: 'turns', absentRoles: [] });
  });

  it('counts supervised tokens by region and leaves out the first token', () => {
    const all = gatheredValue(
      smallRun({ rows: [`${ask('Is it safe?')}yes${END}`], data: dataSet([chat('Is it safe?', 'yes')]) }).trainedRows,
    );
    expect(all.supervised).toEqual({ ...all.tokens, template: all.tokens.template - 1 });
  });
});

describe('an answer of one letter', () => {
  it.each(['a', 's', 't', 'n', 'A'])('is not found inside the header: %s', (letter) => {
    const row = onlyRow({
      rows: [`${ask('Which of them?')}‖${letter}${END}`],
      data: dataSet([chat('Which of them?', letter)]),
    });
    expect(row.answers).toMatchObject([{ state: 'whole', at: row.text.length - `${letter}${END}`.length }]);
    expect(isSupervised(row, row.answers[0]?.start ?? 0)).toBe(true);
  });

  it('is not taken for an option of the question', () => {
    const question = 'Which one? A) the red\nB) the blue';
    const row = onlyRow({ rows: [`${ask(question)}‖B${END}`], data: dataSet([chat(question, 'B')]) });
    expect(row.answers[0]?.at).toBe(row.text.length - `B${END}`.length);
  });
});

describe('a short question', () => {
  it('is not found inside a role name', () => {
    const row = onlyRow({ rows: [`${ask('us')}‖them${END}`], data: dataSet([chat('us', 'them')]) });
    expect(row.userSpan?.[0]).toBe('<|im_start|>user\n'.length);
  });
});

describe('a cut row', () => {
  const data = dataSet([chat('Is the ladder on the roof safe?', 'It is tied off at the top.')]);
  const whole = `${ask('Is the ladder on the roof safe?')}It is tied off at the top.${END}`;
  const cutTo = (text: string) => {
    const ids = evidenceTokenizer().tokenizer.encode(text, { addSpecialTokens: false }).ids;
    return onlyRow({ rows: [text], data, settings: { max_length: ids.length } });
  };

  it.each([
    ['inside the answer', `top.${END}`],
    ['before the end-of-turn token', END],
    ['right where the answer would begin', `It is tied off at the top.${END}`],
    ['inside the question', `safe?${whole.split('safe?')[1]}`],
  ])('%s', (_, lost) => {
    expect(cutTo(whole.slice(0, -lost.length)).answers).toMatchObject([{ state: 'cut' }]);
  });

  it('is whole when only the line break behind the end-of-turn token is gone', () => {
    expect(cutTo(whole.slice(0, -1)).answers).toMatchObject([{ state: 'whole', endOfTurn: expect.any(Number) }]);
  });

  it('is recognised without a known limit when a part of the answer is there', () => {
    expect(onlyRow({ rows: [whole.slice(0, -18)], data }).answers).toMatchObject([{ state: 'cut' }]);
  });

  it('that ends in the question has lost the answer by the cut, not by the template', () => {
    const row = onlyRow({ rows: [whole.slice(0, -`safe?${whole.split('safe?')[1]}`.length)], data });
    expect(row.absentRoles).toEqual([]);
    expect(row.answers).toMatchObject([{ state: 'cut' }]);
  });
});

describe('several turns', () => {
  const data = dataSet([
    dataRow([
      ['system', 'Say in one word whether the ladder is safe.'],
      ['user', 'Is the first one safe?'],
      ['assistant', 'yes'],
      ['user', 'And the second one?'],
      ['assistant', 'yes'],
    ]),
  ]);

  it('each answer has its own place and end', () => {
    const text = `${turn('system', 'Say in one word whether the ladder is safe.')}${ask('Is the first one safe?')}yes${END}${ask('And the second one?')}‖yes${END}`;
    const row = onlyRow({ rows: [text], data });
    expect(answersIn(row)).toEqual(['yes', 'yes']);
    expect(row.answers[0]?.end).toBeLessThan(row.answers[1]?.start ?? 0);
    expect(row.answers.every((answer) => answer.endOfTurn === answer.end)).toBe(true);
    expect(row.text.slice(...(row.userSpan ?? [0, 0]))).toBe('And the second one?');
  });

  it('that the template drops are absent', () => {
    const row = onlyRow({
      rows: [`${turn('system', 'Say in one word whether the ladder is safe.')}‖${ask('Is the first one safe?')}`],
      data,
    });
    expect(row.answers.map((answer) => answer.state)).toEqual(['absent', 'absent']);
    expect(row.absentRoles).toEqual(['user']);
  });
});

describe('ShareGPT roles that the template skips', () => {
  it('leaves rows that are no row of the data', () => {
    const data = dataSet([
      dataRow(
        [
          ['human', 'Is the ladder safe?'],
          ['gpt', 'It is.'],
        ],
        { shape: 'sharegpt' },
      ),
    ]);
    const row = onlyRow({ rows: ['<|im_start|>assistant\n'], data });
    expect(row).toMatchObject({ located: 'none', answers: [] });
    expect(row.dataRow).toBeUndefined();
  });
});

describe('answers that the template or the data writes in another way', () => {
  it.each([
    ['trimmed', '  yes, it is safe \n', 'yes, it is safe'],
    [
      'reasoning on lines of its own',
      '<think>Tied off.</think>It is safe.',
      '<think>\nTied off.\n</think>\n\nIt is safe.',
    ],
    ['reasoning left out', '<think>Tied off.</think>\n\nIt is safe.', 'It is safe.'],
    ['composed characters', 'Cafe\u0301 au lait', 'Caf\u00e9 au lait'],
  ])('%s', (_, written, rendered) => {
    const row = onlyRow({
      rows: [`${ask('Is it safe?')}‖${rendered}${END}`],
      data: dataSet([chat('Is it safe?', written)]),
    });
    expect(row.answers).toMatchObject([{ state: 'whole', endOfTurn: expect.any(Number) }]);
    expect(answersIn(row)).toEqual([rendered]);
    expect(textIn(row, 'end-of-turn')).toBe('<|im_end|>');
  });

  it('special tokens of its own are answer', () => {
    const tokenizer = evidenceTokenizer(['<|box_start|>', '<|box_end|>']);
    const answer = '<|box_start|>(12,40)<|box_end|>';
    const row = onlyRow({
      tokenizer,
      rows: [`${ask('Where is it?')}‖${answer}${END}`],
      data: dataSet([chat('Where is it?', answer)]),
    });
    expect(textIn(row, 'answer')).toBe(answer);
    expect(textIn(row, 'end-of-turn')).toBe('<|im_end|>');
  });

  it('an end-of-turn token that the data writes itself ends the answer', () => {
    const row = onlyRow({
      rows: [`${ask('Is it safe?')}‖yes<|im_end|>${END}`],
      data: dataSet([chat('Is it safe?', 'yes<|im_end|>')]),
    });
    expect(answersIn(row)).toEqual(['yes']);
    expect(textIn(row, 'end-of-turn')).toBe('<|im_end|>');
  });
});

describe('media and padding', () => {
  it('are regions of their own', () => {
    const tokenizer = evidenceTokenizer(['<|image_pad|>']);
    const user = 'What is this?';
    const text = `<|im_start|>user\n${'<|image_pad|>'.repeat(4)}${user}${END}<|im_start|>assistant\n‖a dog${END}`;
    const row = onlyRow({ tokenizer, rows: [text], data: dataSet([chat(user, 'a dog')]) });
    expect(row.regions.filter((region) => region === 'media')).toHaveLength(4);
  });
});

describe('text rows', () => {
  const alpaca = (question: string, answer: string) => `### Instruction:\n${question}\n\n### Response:\n${answer}`;

  it('are split at the response marker', () => {
    const text = alpaca('Is it safe?', 'yes');
    const row = onlyRow({ rows: [`${text}<|im_end|>`], data: dataSet([textRow(text)]) });
    expect(row.located).toBe('marker');
    expect(textIn(row, 'answer')).toBe('yes');
    expect(textIn(row, 'end-of-turn')).toBe('<|im_end|>');
  });

  it('are split where a request that was really sent ends', () => {
    const text = 'Q: Is the ladder safe? A: yes';
    const row = onlyRow({
      rows: [`${text}<|im_end|>`],
      data: dataSet([textRow(text)]),
      requests: [{ prompt: 'Q: Is the ladder safe? A:' }],
    });
    expect(row.located).toBe('request');
    expect(textIn(row, 'answer')).toBe('yes');
  });

  it('of several turns are left alone: where earlier answers end nothing says', () => {
    const text = `${ask('Is the first one safe?')}yes${END}${ask('And the second one?')}no${END}`;
    const row = onlyRow({ rows: [text], data: dataSet([textRow(text)]) });
    expect(row).toMatchObject({ located: 'none', answers: [] });
  });
});

describe('packed rows', () => {
  const questions = [
    'Is the ladder on the roof safe?',
    'Is the ladder in the yard safe?',
    'Is the hatch in the attic safe?',
  ];
  const data = dataSet(questions.map((question) => chat(question, `${question} It is.`)));
  const single = questions.map((question) => `${ask(question)}‖${question} It is.${END}`);
  const packed = [single.join('').replaceAll('‖', '')];

  it('are not judged when the trainer packed', () => {
    for (const key of ['packing', 'padding_free']) {
      expect(smallRun({ rows: packed, data, settings: { [key]: true } }).trainedRows).toMatchObject({
        state: 'absent',
        looked: [expect.stringContaining('one example each')],
      });
    }
  });

  it('are recognised by what they hold when no setting says so', () => {
    expect(smallRun({ rows: packed, data })).toMatchObject({
      trainedRows: { state: 'absent' },
      promptComparison: { state: 'absent' },
    });
  });

  it('the same examples one by one are judged', () => {
    expect(rowsOf({ rows: single, data, settings: { packing: false } }).map((row) => row.dataRow)).toEqual([0, 1, 2]);
  });

  it('examples in the system prompt are no packing', () => {
    const few = `${questions[0]} ${questions[0]} It is. ${questions[1]} ${questions[1]} It is.`;
    const rows = dataSet([
      ...data.rows,
      dataRow([
        ['system', few],
        ['user', 'Is the door of the shed safe?'],
        ['assistant', 'no'],
      ]),
    ]);
    const row = onlyRow({
      rows: [`${turn('system', few)}${ask('Is the door of the shed safe?')}‖no${END}`],
      data: rows,
    });
    expect(row.dataRow).toBe(3);
  });
});

describe('rows that share almost everything', () => {
  const rule = 'Look at the ladder, at what it stands on and at what it leans on, and say what you see. ';

  it('a long template with one word in its middle', () => {
    const questions = Array.from({ length: 150 }, (_, i) => `${rule.repeat(8)}Ladder ${i + 100} ${rule.repeat(8)}`);
    const data = dataSet(questions.map((question, i) => chat(question.trim(), i % 2 === 0 ? 'yes' : 'no')));
    const chosen = [3, 77, 149];
    const rows = chosen.map((i) => `${ask(questions[i]?.trim() ?? '')}‖${i % 2 === 0 ? 'yes' : 'no'}${END}`);
    expect(rowsOf({ rows, data }).map((row) => row.dataRow)).toEqual(chosen);
  });

  it('one system prompt and questions of a few letters', () => {
    const system = rule.trim();
    const questions = Array.from({ length: 150 }, (_, i) => `No. ${i}`);
    const data = dataSet(
      questions.map((question) =>
        dataRow([
          ['system', system],
          ['user', question],
          ['assistant', 'yes'],
        ]),
      ),
    );
    const rows = questions.map((question) => `${turn('system', system)}${ask(question)}‖yes${END}`);
    expect(rowsOf({ rows, data }).map((row) => row.dataRow)).toEqual(questions.map((_, i) => i));
  });
});
