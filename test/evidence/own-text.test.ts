import { describe, expect, it } from 'vitest';
import { ownTextFinder } from '../../src/evidence/derive/own-text.ts';
import { dataSet, textRow } from '../support/evidence-builders.ts';
import { smallRun } from '../support/evidence-gathered.ts';
import { gatheredValue } from '../support/gathered-value.ts';

const QUESTIONS = [
  'The ladder stands on a brick.',
  'The ladder is tied off at the top.',
  'Three feet of it are loose.',
];
const alpaca = (user: string) => `### Instruction:\nSay yes or no.\n\n### Input:\n${user}\n\n### Response:\n`;
const chat = (user: string) => `<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n`;

describe('what a prompt says that others do not', () => {
  it('is found between what all of them share, in whole words', () => {
    const find = ownTextFinder(QUESTIONS.map(chat));
    expect(QUESTIONS.map((user) => find(chat(user)))).toEqual(QUESTIONS.map((user) => user.slice(0, -1)));
    expect(ownTextFinder(['Say: Tomorrow it rains.', 'Say: Today it rains.'])('Say: Today it rains.')).toBeUndefined();
  });

  it('is not known of a single prompt, nor when it is a word', () => {
    expect(ownTextFinder([chat('Is the ladder safe?')])(chat('Is the ladder safe?'))).toBeUndefined();
    expect(ownTextFinder([chat('red'), chat('blue')])(chat('red'))).toBeUndefined();
  });
});

/** Rows of plain text, and requests of which only the rendered text was logged. */
function told(sent: (user: string) => string) {
  const { promptComparison } = smallRun({
    rows: QUESTIONS.map((user) => `${alpaca(user)}‖no<|im_end|>`),
    data: dataSet(QUESTIONS.map((user) => textRow(`${alpaca(user)}no`))),
    requests: QUESTIONS.map((user) => ({ prompt: sent(user) })),
  });
  return gatheredValue(promptComparison).pairs.map(({ kinds }) => kinds.join());
}

describe('requests without messages beside rows of plain text', () => {
  it('are equal when they are what was trained', () => {
    expect(told(alpaca)).toEqual(['', '', '']);
  });

  it('are found by what sets them apart when they are rendered in another format, or end too early', () => {
    expect(told(chat)).toEqual(['role-markers', 'role-markers', 'role-markers']);
    const early = (user: string) => alpaca(user).slice(0, -'### Response:\n'.length);
    expect(told(early)).toEqual(['generation-prompt', 'generation-prompt', 'generation-prompt']);
  });

  it('are not compared with rows of other questions', () => {
    expect(told((user) => chat(user.replace(/the|of/gi, 'another')))).toEqual([]);
  });
});
