import { describe, expect, it } from 'vitest';
import type { DataRow } from '../../src/evidence/data-set.ts';
import type { PromptComparison } from '../../src/evidence/prompt-comparison.ts';
import type { InferenceRequest } from '../../src/evidence/requests.ts';
import { dataRow, dataSet, textRow, turn } from '../support/evidence-builders.ts';
import { type SmallRun, smallRun } from '../support/evidence-gathered.ts';
import { evidenceTokenizer } from '../support/evidence-tokenizer.ts';
import { gatheredValue } from '../support/gathered-value.ts';

const SYSTEM = 'Say in one word whether the ladder is safe.';
const QUESTIONS = ['It stands on a brick.', 'It is tied off at the top.', 'Its foot is loose.'];
const segment = (role: string, text: string) => `<|im_start|>${role}\n${text}<|im_end|>\n`;
const prompt = (system: string, user: string) =>
  `${segment('system', system)}${segment('user', user)}<|im_start|>assistant\n`;
const chat = (system: string, user: string, answer = 'no'): DataRow =>
  dataRow([
    ['system', system],
    ['user', user],
    ['assistant', answer],
  ]);

function compared(run: SmallRun): PromptComparison {
  return gatheredValue(smallRun(run).promptComparison);
}

function asked(user: string, sent: string, system = SYSTEM): Partial<InferenceRequest> {
  return { prompt: sent, turns: [turn('system', system), turn('user', user)] };
}

const run: SmallRun = {
  rows: QUESTIONS.map((user) => `${prompt(SYSTEM, user)}‖no<|im_end|>\n`),
  data: dataSet(QUESTIONS.map((user) => chat(SYSTEM, user))),
};
const kindsOf = (comparison: PromptComparison) => comparison.pairs.map((pair) => pair.kinds);

describe('requests that equal their training rows', () => {
  it('are the same example, without a difference', () => {
    const comparison = compared({ ...run, requests: QUESTIONS.map((user) => asked(user, prompt(SYSTEM, user))) });
    expect(comparison).toMatchObject({ compared: 3, unmatched: 0 });
    for (const pair of comparison.pairs) expect(pair).toMatchObject({ basis: 'same-example', kinds: [] });
    expect(comparison.pairs.every((pair) => pair.firstDifference === undefined)).toBe(true);
  });

  it('are compared without messages too', () => {
    const comparison = compared({ ...run, requests: [{ prompt: prompt('Be kind.', QUESTIONS[0] ?? '') }] });
    expect(comparison.pairs).toMatchObject([{ capturedRow: 0, basis: 'same-example', kinds: ['system-prompt'] }]);
  });

  it('are compared without the padding of their batch', () => {
    const { tokenizer } = evidenceTokenizer();
    const pad = tokenizer.tokenId('<|endoftext|>') ?? -1;
    const sent = (question: string) => tokenizer.encode(prompt(SYSTEM, question), { addSpecialTokens: false }).ids;
    const longest = Math.max(...QUESTIONS.map((question) => sent(question).length));
    const padded = QUESTIONS.map((question) => {
      const ids = sent(question);
      const promptIds = Int32Array.from([...Array.from({ length: longest - ids.length }, () => pad), ...ids]);
      return { ...asked(question, prompt(SYSTEM, question)), promptIds };
    });
    expect(padded.filter(({ promptIds }) => promptIds[0] === pad).length).toBeGreaterThan(1);
    expect(kindsOf(compared({ ...run, requests: padded }))).toEqual([[], [], []]);
  });

  it('keep a first token that is padding and begins the training rows too', () => {
    const begun = { ...run, rows: (run.rows ?? []).map((row) => `<|endoftext|>${row}`) };
    const sent = QUESTIONS.map((user) => asked(user, prompt(SYSTEM, user)));
    const { tokenizer } = evidenceTokenizer();
    const promptIds = (text: string) => Int32Array.from(tokenizer.encode(text, { addSpecialTokens: false }).ids);
    const [first] = compared({
      ...begun,
      requests: sent.map((one) => ({ ...one, promptIds: promptIds(`<|endoftext|>${one.prompt}`) })),
    }).pairs;
    expect(first?.kinds).toEqual([]);
    const [lost] = compared({
      ...begun,
      requests: sent.map((one) => ({ ...one, promptIds: promptIds(one.prompt ?? '') })),
    }).pairs;
    expect(lost?.kinds).not.toEqual([]);
  });

  it('have the same text and other ids when tokens were joined otherwise', () => {
    const ids = evidenceTokenizer().tokenizer.encode(prompt(SYSTEM, QUESTIONS[0] ?? ''), {
      addSpecialTokens: false,
    }).ids;
    const sent = prompt(SYSTEM, QUESTIONS[0] ?? '');
    const same = compared({
      ...run,
      requests: [{ ...asked(QUESTIONS[0] ?? '', sent), promptIds: Int32Array.from(ids) }],
    });
    expect(kindsOf(same)).toEqual([[]]);
  });
});

describe('a request of an example that was not trained', () => {
  const unseen = 'The hatch behind it is locked.';

  it('has the shape of the training rows', () => {
    const comparison = compared({ ...run, requests: [asked(unseen, prompt(SYSTEM, unseen))] });
    expect(comparison.pairs).toMatchObject([{ basis: 'same-shape', kinds: [] }]);
  });

  it('has another shape', () => {
    const comparison = compared({ ...run, requests: [asked(unseen, prompt('You are a helpful assistant.', unseen))] });
    expect(comparison.pairs).toMatchObject([{ basis: 'same-shape', kinds: ['system-prompt'] }]);
  });

  it('is not compared when every training row has a system prompt of its own', () => {
    const documents = QUESTIONS.concat('It is new.', 'It is old.').map((text, i) => `Document ${i}: ${text}`);
    const question = 'Is the ladder in the document safe?';
    const many: SmallRun = {
      rows: documents.map((document) => `${prompt(document, question)}‖no<|im_end|>\n`),
      data: dataSet(documents.map((document) => chat(document, question))),
    };
    const other = 'Document 9: It was not seen.';
    expect(compared({ ...many, requests: [asked(question, prompt(other, question), other)] })).toMatchObject({
      compared: 0,
      unmatched: 1,
    });
    expect(compared({ ...many, requests: [asked(unseen, prompt(other, unseen), other)] })).toMatchObject({
      compared: 0,
      unmatched: 1,
    });
    const [, second = ''] = documents;
    expect(compared({ ...many, requests: [asked(question, prompt(second, question), second)] }).pairs).toMatchObject([
      { capturedRow: 1, kinds: [] },
    ]);
  });
});

describe('a captured row that shows one of many', () => {
  const question = 'Is the ladder in the document safe?';
  const documents = QUESTIONS.concat('It is new.', 'It is old.').map((text, i) => `Document ${i}: ${text}`);
  const [trained = '', other = ''] = documents;
  const one: SmallRun = {
    rows: [`${prompt(trained, question)}‖no<|im_end|>\n`],
    data: dataSet(documents.map((document) => chat(document, question))),
  };

  it('is not the example of a request that puts the question to another document', () => {
    expect(compared({ ...one, requests: [asked(question, prompt(other, question), other)] })).toMatchObject({
      compared: 0,
      unmatched: 1,
    });
  });

  it('is that example when the rows share a system prompt, which the request lacks', () => {
    const shared = { ...one, data: dataSet(documents.map((document) => chat(trained, `${question} ${document}`))) };
    const rows = [`${prompt(trained, `${question} ${other}`)}‖no<|im_end|>\n`];
    const sent = asked(`${question} ${other}`, prompt('Be kind.', `${question} ${other}`), 'Be kind.');
    expect(kindsOf(compared({ ...shared, rows, requests: [sent] }))).toEqual([['system-prompt']]);
  });
});

describe('conversations that end in the same words', () => {
  const last = 'Yes, please, do it now.';
  const orders = ['I call about order 12 of May.', 'I call about order 77 of June.'];
  const [first = '', second = ''] = orders;
  const spoken = (order: string) =>
    `${segment('system', SYSTEM)}${segment('user', order)}${segment('assistant', 'Shall I cancel it?')}${segment('user', last)}<|im_start|>assistant\n`;
  const turns = (order: string) => [
    turn('system', SYSTEM),
    turn('user', order),
    turn('assistant', 'Shall I cancel it?', { answer: true }),
    turn('user', last),
  ];
  const conversation: SmallRun = {
    rows: [`${spoken(first)}‖done<|im_end|>\n`],
    data: dataSet(
      orders.map((order) =>
        dataRow([
          ['system', SYSTEM],
          ['user', order],
          ['assistant', 'Shall I cancel it?'],
          ['user', last],
          ['assistant', 'done'],
        ]),
      ),
    ),
  };

  it('are not compared with each other', () => {
    const requests = [{ prompt: spoken(second), turns: turns(second) }, { prompt: spoken(second) }];
    expect(compared({ ...conversation, requests })).toMatchObject({ compared: 0, unmatched: 2 });
  });

  it('are compared where the earlier turns are the same, and without them too', () => {
    const alone = { prompt: prompt(SYSTEM, last), turns: [turn('system', SYSTEM), turn('user', last)] };
    const requests = [{ prompt: spoken(first), turns: turns(first) }, alone];
    const { pairs } = compared({ ...conversation, requests });
    expect(pairs.map(({ kinds }) => kinds.length > 0)).toEqual([false, true]);
  });
});

describe('questions that are parts of each other', () => {
  it('are compared with their own rows', () => {
    const texts = ['Ladder 12', 'Ladder 1'].map((name) => `### Input:\n${name}\n\n### Response:\n`);
    const comparison = compared({
      rows: texts.map((text) => `${text}‖no<|im_end|>`),
      data: dataSet(texts.map((text) => textRow(`${text}no`))),
      requests: [asked('Ladder 1', texts[1] ?? ''), asked('Ladder 12', texts[0] ?? '')],
    });
    expect(comparison.pairs).toMatchObject([
      { capturedRow: 1, kinds: [] },
      { capturedRow: 0, kinds: [] },
    ]);
  });
});

describe('BOS and requests logged as text', () => {
  const tokenizer = evidenceTokenizer(['<s>'], { bos_token: '<s>' });
  const rows = run.rows.map((row) => `<s>${row}`);
  const first = QUESTIONS[0] ?? '';

  it('one BOS on both sides', () => {
    expect(
      kindsOf(compared({ ...run, tokenizer, rows, requests: [asked(first, `<s>${prompt(SYSTEM, first)}`)] })),
    ).toEqual([[]]);
  });

  it('two at inference', () => {
    const sent = `<s><s>${prompt(SYSTEM, first)}`;
    expect(kindsOf(compared({ ...run, tokenizer, rows, requests: [asked(first, sent)] }))).toEqual([['bos']]);
  });

  it('none at inference, where nothing adds it', () => {
    expect(kindsOf(compared({ ...run, tokenizer, rows, requests: [asked(first, prompt(SYSTEM, first))] }))).toEqual([
      ['bos'],
    ]);
  });
});

it('media placeholders may be expanded on one side only', () => {
  const tokenizer = evidenceTokenizer(['<|image_pad|>']);
  const sent = (pads: number) =>
    `${segment('user', `${'<|image_pad|>'.repeat(pads)}What is it?`)}<|im_start|>assistant\n`;
  const comparison = compared({
    tokenizer,
    rows: [`${sent(6)}‖a ladder<|im_end|>\n`],
    data: dataSet([
      dataRow([
        ['user', 'What is it?'],
        ['assistant', 'a ladder'],
      ]),
    ]),
    requests: [{ prompt: sent(1), turns: [turn('user', 'What is it?')] }],
  });
  expect(kindsOf(comparison)).toEqual([[]]);
});
