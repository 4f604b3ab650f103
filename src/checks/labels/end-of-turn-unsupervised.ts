import type { RunTokenizer } from '../../evidence/run-tokenizer.ts';
import type { LocatedAnswer, TrainedRow } from '../../evidence/trained-rows.ts';
import { capturedPlaces } from '../../evidence/views/captured-places.ts';
import { isSupervised, taughtAnswers } from '../../evidence/views/supervision.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/end-of-turn-unsupervised',
  title: 'The end-of-turn token of every answer gets loss',
  severity: 'critical',
  phase: 'C',
  clause: 'answer-only-loss',
  needs: ['trainedRows'],
  uses: ['tokenizer'],
  messages: {
    absent: {
      what: '{rows} have no end-of-turn token after the answer.',
      why: 'The model is never shown where an answer ends, so at inference it runs on to the length limit.',
      fix: 'Chat rows: let the chat template write the end-of-turn token after the last assistant turn too. Text rows: TRL adds EOS only to a column named `text` or `completion`; rename the column or append the token yourself.',
    },
    masked: {
      what: '{rows} contain the end-of-turn token after the answer, but its label is -100.',
      why: 'The token is in the text but not in the loss, so the model does not learn to produce it and does not stop.',
      fix: 'Put the end-of-turn token inside the generation block of the chat template, or use a collator that does not mask EOS (pad token equal to EOS with labels masked by id is the usual cause).',
    },
  },
  run({ trainedRows, tokenizer }) {
    if (trainedRows.endOfTurnIds.length === 0)
      return { kind: 'unknown', because: 'no file names the token that ends a turn' };
    // Each taught answer is looked at, not only the last: a mask can miss the ends of earlier turns.
    const answers = trainedRows.rows.flatMap((row) => taughtAnswers(row).map((answer) => ({ row, answer })));
    if (answers.length === 0)
      return { kind: 'unknown', because: 'no whole answer could be located in any captured row' };
    const absent = answers.filter(({ answer }) => answer.endOfTurn === undefined);
    const masked = answers.filter(
      ({ row, answer }) => answer.endOfTurn !== undefined && !isSupervised(row, answer.endOfTurn),
    );
    const worse = absent.length >= masked.length ? absent : masked;
    if (!isMany(worse.length, answers.length)) {
      const good = answers.length - absent.length - masked.length;
      return {
        kind: 'pass',
        saw: `${countOf(good, answers.length, 'answers')} end with a supervised end-of-turn token`,
      };
    }
    const unnamed = worse === absent ? unnamedEnd(absent, tokenizer) : undefined;
    if (unnamed !== undefined)
      return {
        kind: 'unknown',
        because: `${unnamed} gets loss after ${countOf(absent.length, answers.length, 'answers')}, and no file says whether it ends a turn`,
        settle: 'put the chat template (chat_template.jinja) into the run folder',
      };
    const data = { rows: countOf(worse.length, answers.length, 'answers') };
    const places = capturedPlaces(
      worse.map(({ row }) => row),
      trainedRows.path,
    );
    return { kind: 'fail', findings: [{ message: worse === absent ? 'absent' : 'masked', data, places }] };
  },
});

interface Taught {
  readonly row: TrainedRow;
  readonly answer: LocatedAnswer;
}

/**
 * The special token with loss that stands between the answers and the ends of their rows. Where the chat template is missing, Phi's <|end|>
 * is named by no other file; rows in which nothing ends an answer have no such token.
 */
function unnamedEnd(answers: readonly Taught[], tokenizer: RunTokenizer | undefined): string | undefined {
  const known = new Set((tokenizer?.tokenizer.addedTokens ?? []).flatMap((one) => (one.special ? one.content : [])));
  const tokens = answers.map(({ row, answer }) => {
    const behind = row.offsets.flatMap(([start, end], at) => {
      const text = row.text.slice(start, end).trim();
      return at < answer.end || text === '' ? [] : [{ at, text }];
    });
    const [first] = behind;
    if (first === undefined || !isSupervised(row, first.at)) return undefined;
    return behind.every(({ text }) => known.has(text)) ? first.text : undefined;
  });
  const [token] = tokens;
  return tokens.every((other) => other === token) ? token : undefined;
}
