import type { Prediction } from '../../evidence/predictions.ts';
import type { TrainedRows } from '../../evidence/trained-rows.ts';
import type { TrainingSettings } from '../../evidence/training-settings.ts';
import { isTarget } from '../../evidence/views/is-target.ts';
import { supervisedCount } from '../../evidence/views/supervision.ts';
import { countOf, percent } from '../../lib/count-of.ts';
import { wilsonInterval } from '../../lib/statistics/wilson-interval.ts';
import { reachedLimit } from '../../scoring/reached-limit.ts';
import type { ScoredRow } from '../../scoring/score-row.ts';
import { defineCheck } from '../define-check.ts';

// The logged values are means over earlier weights and single batches; the floor has to be missed by more than this to count.
const SLACK = 0.1;
/** A floor under one half says little: guessing between two classes reaches it. */
const TELLING = 0.5;
const ENOUGH_ROWS = 8;
const LAST_ENTRIES = 3;
/** TRL's names for the mean of the tokens' negative log likelihood; `dft` scales each token by its own probability. */
const ANSWER_LOSS: ReadonlySet<string> = new Set(['nll', 'chunked_nll']);

export default defineCheck({
  id: 'scoring/training-rows-below-floor',
  title: 'Training rows are answered as well as the training loss demands',
  severity: 'warning',
  phase: 'B',
  needs: ['predictions', 'scores', 'trainerState', 'trainedRows', 'trainingSettings'],
  messages: {
    below: {
      what: '{exact} of training rows come out exactly as trained; with {tokens} supervised tokens a row the last logged {source} allows no less than {floor}.',
      why: 'Greedy decoding leaves a learned answer only where a token had a probability under one half, and the training log rules that out: prompt, weights or decoding differ between training and inference. It holds for greedy answers to the rows of that log. A log is a mean over earlier weights, with dropout on: 10 points are allowed for that.',
      fix: 'Do not change data or hyper-parameters. Find the broken clause: compare the request with the training row, then the weights that answer with the ones trained.',
    },
  },
  run({ predictions, scores, trainerState, trainedRows, trainingSettings }) {
    const addition = otherLoss(trainingSettings);
    if (addition !== undefined)
      return { kind: 'not-applicable', because: `with ${addition} the logged loss is not the loss of the answers` };
    const shortest = shortestAnswer(trainedRows);
    const train = scores.rows.filter(
      (row, i) => row.split === 'train' && row.exactTarget !== null && !isCutShort(predictions.rows[i], shortest),
    );
    if (train.length < ENOUGH_ROWS)
      return {
        kind: 'unknown',
        because: `only ${train.length} predictions are on training rows with a target that they had room for`,
        settle: 'predict some training rows too (split: train)',
      };
    const tokens = trainedRows.rows.reduce((sum, row) => sum + supervisedCount(row), 0) / trainedRows.rows.length;
    const best = floorOf(trainerState.log_history, tokens);
    if (best === undefined)
      return { kind: 'unknown', because: 'the training log has no finite loss or token accuracy' };
    const asTrained = new Set(predictions.rows.flatMap((row, i) => (isTarget(row) ? (scores.rows[i] ?? []) : [])));
    const exact = train.filter((row) => row.exactTarget || asTrained.has(row)).length;
    const saw = `${countOf(exact, train.length, 'outputs')} on training rows are exact; the last logged ${best.source} demands at least ${percent(Math.max(0, best.floor))}`;
    if (best.floor < TELLING) return { kind: 'unknown', because: `${saw}, which says too little` };
    const isEnough = (count: number) => (wilsonInterval(count, train.length)?.high ?? 1) >= best.floor - SLACK;
    if (isEnough(exact)) return { kind: 'pass', saw };
    const right = train.filter((row) => !asTrained.has(row) && isRightOtherwise(row)).length;
    if (isEnough(exact + right))
      return {
        kind: 'unknown',
        because: `${saw}, and ${right} more say the same in another writing: outputs or targets were rewritten before they were saved`,
        settle: 'write outputs as they were generated and targets as they were trained into the predictions',
      };
    const data = {
      exact: countOf(exact, train.length, 'outputs'),
      tokens: Number(tokens.toFixed(1)),
      floor: percent(best.floor),
      source: best.source,
    };
    return { kind: 'fail', findings: [{ message: 'below', data, places: [] }] };
  },
});

/** The setting with which the logged loss is another than that of the answers. */
function otherLoss({ values }: TrainingSettings): string | undefined {
  const odd = ['label_smoothing_factor', 'neftune_noise_alpha'].find((key) => Number(values[key]?.value ?? 0) > 0);
  const lossType = values.loss_type?.value;
  if (odd !== undefined || typeof lossType !== 'string' || ANSWER_LOSS.has(lossType)) return odd;
  return `loss_type=${lossType}`;
}

/**
 * Evaluation scripts save the parsed object or the class alone, strip fences, or put the class where the trained answer was meant. Text
 * that runs on behind an answer is not another writing of it.
 */
function isRightOtherwise({ exactTarget, correctOurs, correctRecorded, rung, runsPastTarget }: ScoredRow): boolean {
  if (exactTarget !== false || rung === 'run-on' || runsPastTarget === true) return false;
  return correctOurs === true || correctRecorded === true;
}

/**
 * Stopped by the length limit before the target, or any trained answer with its thinking block, could have been said: nothing is known of
 * what would have come.
 */
function isCutShort(row: Prediction | undefined, shortest: number): boolean {
  if (row === undefined || !reachedLimit(row.finishReason ?? null)) return false;
  const isBelowAll = row.outputIds !== undefined && row.outputIds.length < shortest;
  return isBelowAll || row.output.trim().length < (row.target?.trim().length ?? 0);
}

/** Tokens of the shortest whole answer. */
function shortestAnswer({ rows }: TrainedRows): number {
  const lengths = rows.flatMap(({ answers }) =>
    answers.flatMap(({ state, start, end }) => (state === 'whole' ? end - start : [])),
  );
  return lengths.reduce((least, length) => Math.min(least, length), Number.POSITIVE_INFINITY);
}

type Log = readonly { loss?: number | null | undefined; mean_token_accuracy?: number | null | undefined }[];

/**
 * The inequality of spec/serving-contract.md 0.2: with T supervised tokens a row, loss l and token accuracy a, greedy decoding gets at
 * least 1 − T·l / ln 2 and at least 1 − T·(1 − a) of the rows exactly right.
 */
function floorOf(log: Log, tokens: number): { floor: number; source: string } | undefined {
  const last = (key: 'loss' | 'mean_token_accuracy') => {
    const values = log
      .map((entry) => entry[key])
      .filter((value) => typeof value === 'number')
      .slice(-LAST_ENTRIES);
    return values.length > 0 && values.every(Number.isFinite)
      ? values.reduce((sum, value) => sum + value, 0) / values.length
      : undefined;
  };
  const [loss, accuracy] = [last('loss'), last('mean_token_accuracy')];
  const floors = [
    ...(loss === undefined ? [] : [{ floor: 1 - (tokens * loss) / Math.LN2, source: `loss (${loss.toPrecision(2)})` }]),
    ...(accuracy === undefined
      ? []
      : [{ floor: 1 - tokens * (1 - accuracy), source: `token accuracy (${percent(accuracy)})` }]),
  ];
  return floors.sort((a, b) => b.floor - a.floor)[0];
}
