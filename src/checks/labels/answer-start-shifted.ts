import type { LabelFacts } from '../../evidence/label-facts.ts';
import type { LocatedAnswer, TrainedRow } from '../../evidence/trained-rows.ts';
import { capturedPlaces } from '../../evidence/views/captured-places.ts';
import { isSupervised, leakBefore, taughtAnswers } from '../../evidence/views/supervision.ts';
import { countOf } from '../../lib/count-of.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

/** A longer run of supervised tokens before the answer is a prompt in the loss, which labels/prompt-supervised reports. */
const JOIN_TOKENS = 8;

export default defineCheck({
  id: 'labels/answer-start-shifted',
  title: 'The loss begins and ends with the answer',
  severity: 'critical',
  phase: 'C',
  clause: 'answer-only-loss',
  needs: ['trainedRows', 'trainingSettings'],
  uses: ['labelFacts'],
  messages: {
    masked: {
      what: '{rows} have a part of the answer masked: the label of `{lost}` is -100 while what follows it is learned.',
      why: 'The model never learns to produce the masked part, so it begins its answer in the middle or with a guess.',
      fix: 'The prompt as rendered alone is longer than its part of the whole row: make the generation prompt a prefix of the rendered conversation (thinking blocks are the usual cause), and do not let a word or space straddle prompt and completion.',
    },
    leaked: {
      what: '{rows} have prompt tokens in the loss right before the answer: `{leaked}`.',
      why: 'The model learns to write the end of the prompt itself, which at inference comes a second time or in place of the answer.',
      fix: 'Let the mask begin where the answer begins: the prompt as rendered alone is shorter than its part of the whole row (generation prompt missing from it, or generation markers that include the header).',
    },
  },
  run({ trainedRows, trainingSettings, labelFacts }) {
    const answers = trainedRows.rows.flatMap((row) => taughtAnswers(row).map((answer) => ({ row, answer })));
    // An answer of one token is masked whole, and then only the loss on its end-of-turn token shows that it was to be taught.
    const learned = answers.filter(
      ({ row, answer }) => count(row, answer) > 0 || isSupervised(row, answer.endOfTurn ?? 0),
    );
    if (learned.length === 0) return { kind: 'unknown', because: 'no captured row has a located answer with loss' };
    const masked = learned.filter(({ row, answer }) => count(row, answer) < answer.end - answer.start);
    // Generation markers of some model families take the assistant header in on purpose (gpt-oss, DeepSeek-V3: spec/trl-labels.md 2.6).
    const byMarkers = trainingSettings.values.assistant_only_loss?.value === true && !leavesHeaderOut(labelFacts);
    const leaked = byMarkers ? [] : learned.filter(({ row, answer }) => isLeak(leakBefore(row, answer)));
    const worse = masked.length >= leaked.length ? masked : leaked;
    const [first] = worse;
    if (first === undefined || !isMany(worse.length, learned.length)) {
      return {
        kind: 'pass',
        saw: `the loss covers exactly the answer in ${countOf(learned.length - worse.length, learned.length, 'answers')}`,
      };
    }
    const rows = countOf(worse.length, learned.length, 'answers');
    const places = capturedPlaces(
      worse.map(({ row }) => row),
      trainedRows.path,
    );
    if (worse === masked && isGuessed(masked))
      return {
        kind: 'unknown',
        because: `only the requests say where answers begin, and all rows go on with ${JSON.stringify(lostText(first.row, first.answer))} without loss: the requests may end too early`,
        settle: 'put the training rows into the run folder (train_data in lockstep.yaml)',
      };
    if (worse === masked)
      return {
        kind: 'fail',
        findings: [{ message: 'masked', data: { rows, lost: lostText(first.row, first.answer) }, places }],
      };
    const leakedText = text(first.row, first.answer.start - leakBefore(first.row, first.answer), first.answer.start);
    return { kind: 'fail', findings: [{ message: 'leaked', data: { rows, leaked: leakedText }, places }] };
  },
});

/** Whether the markers at hand are known, and take nothing in but the answers. */
function leavesHeaderOut(facts: LabelFacts | undefined): boolean {
  if (facts?.basis !== 'exact' || facts.outcome.kind !== 'predicted') return false;
  const { rows } = facts.outcome.labels;
  return rows.length > 0 && rows.every(({ promptLeaked }) => promptLeaked === 0);
}

/** Answers that were found behind a request, all of which begin with the same unlearned text: it may be the end of the prompt. */
function isGuessed(masked: readonly { readonly row: TrainedRow; readonly answer: LocatedAnswer }[]): boolean {
  if (!masked.every(({ row, answer }) => row.located === 'request' && !isSupervised(row, answer.start))) return false;
  return new Set(masked.map(({ row, answer }) => lostText(row, answer))).size === 1;
}

function count(row: TrainedRow, answer: LocatedAnswer): number {
  let supervised = 0;
  for (let i = answer.start; i < answer.end; i += 1) if (isSupervised(row, i)) supervised += 1;
  return supervised;
}

function isLeak(tokens: number): boolean {
  return tokens > 0 && tokens <= JOIN_TOKENS;
}

function lostText(row: TrainedRow, answer: LocatedAnswer): string {
  let start = answer.start;
  while (start < answer.end && isSupervised(row, start)) start += 1;
  let end = start;
  while (end < answer.end && !isSupervised(row, end)) end += 1;
  return text(row, start, end);
}

function text(row: TrainedRow, start: number, end: number): string {
  return excerpt(row.text.slice(row.offsets[start]?.[0] ?? 0, row.offsets[end - 1]?.[1] ?? 0), 40);
}
