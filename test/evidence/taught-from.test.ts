import { describe, expect, it } from 'vitest';
import { dataRow, dataSet, turn } from '../support/evidence-builders.ts';
import { type SmallRun, smallRun } from '../support/evidence-gathered.ts';
import { gatheredValue } from '../support/gathered-value.ts';

const ASKED = '<|im_start|>user\nIs it safe?<|im_end|>\n<|im_start|>assistant';
const EMPTY = '<think>\n\n</think>\n\n';

/** One training row of `Is it safe?` / `yes`, with the loss from `‖` on, and one request. */
function told(row: string, sent: string, answered = 'yes') {
  const run: SmallRun = {
    rows: [`${row}<|im_end|>\n`],
    data: dataSet([
      dataRow([
        ['user', 'Is it safe?'],
        ['assistant', answered],
      ]),
    ]),
    requests: [{ prompt: sent, turns: [turn('user', 'Is it safe?')] }],
  };
  const { trainedRows, promptComparison } = smallRun(run);
  const [trained] = gatheredValue(trainedRows).rows;
  const [answer] = trained?.answers ?? [];
  const text = trained?.text.slice(
    trained.offsets[answer?.start ?? 0]?.[0],
    trained.offsets[(answer?.end ?? 1) - 1]?.[1],
  );
  return { answer: text, kinds: gatheredValue(promptComparison).pairs.flatMap((pair) => pair.kinds) };
}

describe('a thinking block that the template writes before the answer', () => {
  it('belongs to what the model says when it gets loss, and requests may end before or behind it', () => {
    const row = `${ASKED}\n‖${EMPTY}yes`;
    expect(told(row, `${ASKED}\n`)).toEqual({ answer: `${EMPTY}yes`, kinds: [] });
    expect(told(row, `${ASKED}\n${EMPTY}`).kinds).toEqual([]);
  });

  it('belongs to the prompt when it gets none: a request that ends before it differs', () => {
    const row = `${ASKED}\n${EMPTY}‖yes`;
    expect(told(row, `${ASKED}\n${EMPTY}`)).toEqual({ answer: 'yes', kinds: [] });
    expect(told(row, `${ASKED}\n`).kinds).toEqual(['think-block']);
  });

  it('is no part of the answer when the loss begins inside it', () => {
    expect(told(`${ASKED}\n<think>\n\n‖</think>\n\nyes`, `${ASKED}\n`)).toEqual({
      answer: 'yes',
      kinds: ['think-block'],
    });
  });

  it('that a request leaves open is a difference', () => {
    expect(told(`${ASKED}\n‖${EMPTY}yes`, `${ASKED}\n<think>\n`).kinds).toEqual(['think-block']);
  });
});

describe('white space between prompt and answer', () => {
  it('that gets loss is written by the model', () => {
    expect(told(`${ASKED}‖\nyes`, ASKED).kinds).toEqual([]);
    expect(told(`${ASKED}‖\nyes`, `${ASKED}\n`).kinds).toEqual([]);
  });

  it('may be in the request in part where the model is taught to write all of it', () => {
    expect(told(`${ASKED}‖\n\nyes`, `${ASKED}\n`).kinds).toEqual([]);
    expect(told(`${ASKED}‖\n${EMPTY}yes`, `${ASKED}\n`).kinds).toEqual([]);
  });

  it('is not judged where the answer begins without loss too', () => {
    expect(told(`${ASKED}\nyes, ‖it is`, ASKED, 'yes, it is').kinds).toEqual([]);
  });

  it('that gets none has to be in the request', () => {
    expect(told(`${ASKED}\n‖yes`, ASKED).kinds).toEqual(['white-space']);
  });
});
