import type { Prediction } from '../../evidence/predictions.ts';
import { supervisedCount } from '../../evidence/views/supervision.ts';
import { countOf, percent } from '../../lib/count-of.ts';
import { wilsonInterval } from '../../lib/statistics/wilson-interval.ts';
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
      what: '{exact} of training rows come out exactly as trained; the last logged {source} allows no less than {floor}.',
      why: 'Greedy decoding leaves a learned answer only where a token had a probability under one half, and the training log rules that out: prompt, weights or decoding differ between training and inference.',
      fix: 'Do not change data or hyper-parameters. Find the broken clause: compare the request with the training row, then the weights that answer with the ones trained.',
    },
  },
  run({ predictions, scores, trainerState, trainedRows, trainingSettings }) {
    const odd = ['label_smoothing_factor', 'neftune_noise_alpha'].find(
      (key) => Number(trainingSettings.values[key]?.value ?? 0) > 0,
    );
    if (odd !== undefined)
      return { kind: 'not-applicable', because: `with ${odd} the logged loss is not the loss of the answers` };
    const lossType = trainingSettings.values.loss_type?.value;
    if (typeof lossType === 'string' && !ANSWER_LOSS.has(lossType))
      return {
        kind: 'not-applicable',
        because: `with loss_type=${lossType} the logged loss is not the loss of the answers`,
      };
    const train = scores.rows.filter((row) => row.split === 'train' && row.exactTarget !== null);
    if (train.length < ENOUGH_ROWS)
      return {
        kind: 'unknown',
        because: `only ${train.length} predictions are on training rows with a target`,
        settle: 'predict some training rows too (split: train)',
      };
    const tokens = trainedRows.rows.reduce((sum, row) => sum + supervisedCount(row), 0) / trainedRows.rows.length;
    const best = floorOf(trainerState.log_history, tokens);
    if (best === undefined)
      return { kind: 'unknown', because: 'the training log has no finite loss or token accuracy' };
    const ended = new Set(predictions.rows.filter(endsInMarkers).map((row) => row.id));
    const exact = train.filter((row) => row.exactTarget || (row.runsPastTarget && ended.has(row.id))).length;
    const saw = `${countOf(exact, train.length, 'outputs')} on training rows are exact; the last logged ${best.source} demands at least ${percent(Math.max(0, best.floor))}`;
    if (best.floor < TELLING) return { kind: 'unknown', because: `${saw}, which says too little` };
    const high = wilsonInterval(exact, train.length)?.high ?? 1;
    if (high >= best.floor - SLACK) return { kind: 'pass', saw };
    const data = { exact: countOf(exact, train.length, 'outputs'), floor: percent(best.floor), source: best.source };
    return { kind: 'fail', findings: [{ message: 'below', data, places: [] }] };
  },
});

/** The target and then only special tokens, which some scripts leave in the text (`skip_special_tokens=False`). */
function endsInMarkers({ output, target }: Prediction): boolean {
  const [text, wanted] = [output.trim(), target?.trim() ?? ''];
  return text.startsWith(wanted) && /^(?:\s*<[^<>\s]{1,40}>)+$/.test(text.slice(wanted.length));
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
