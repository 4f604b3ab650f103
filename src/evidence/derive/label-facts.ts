import type { Row } from '../../formats/row-value.ts';
import { firstRowFacts } from '../../labels/trl/first-row-facts.ts';
import type { Plan } from '../../labels/trl/plan.ts';
import { releaseOf } from '../../labels/trl/releases.ts';
import { createRowTally } from '../../labels/trl/row-tally.ts';
import { spread } from '../../lib/spread.ts';
import type { DataSet } from '../data-set.ts';
import type { Evidence, GatheredEvidence } from '../evidence.ts';
import { absent, found, type Gathered } from '../gathered.ts';
import type { LabelFacts, PredictedLabelRow, PredictedLabels } from '../label-facts.ts';
import type { RunTokenizer } from '../run-tokenizer.ts';
import type { LocatedAnswer, TrainedRow } from '../trained-rows.ts';
import { isSupervised, leakBefore, taughtAnswers } from '../views/supervision.ts';
import { captureAgreement } from './capture-agreement.ts';
import { endOfTurnIds } from './end-of-turn-ids.ts';
import { generationPromptOf } from './generation-prompt-of.ts';
import { labelFactsOfRow } from './label-facts-of-row.ts';
import { type LabelPlan, labelPlan } from './label-plan.ts';
import { labelSetup } from './label-setup.ts';
import { mediaTokenIds } from './media-token-ids.ts';
import { type PredictedRow, rowPredictor } from './predicted-row.ts';
import { textSplitter } from './split-text-row.ts';

/**
 * Rows that are labelled and taken apart, about a millisecond each in a fresh process. A share of 5 % of them is known to within three
 * points.
 */
const MAX_ROWS = 250;
/** Characters of their texts together: some 100 ms of tokenising. Of a set of long documents fewer rows are labelled. */
const MAX_UNITS = 500_000;

export type LabelFactSources = Pick<
  GatheredEvidence,
  | 'trainData'
  | 'tokenizer'
  | 'templates'
  | 'trainingSettings'
  | 'versions'
  | 'capture'
  | 'requests'
  | 'generationConfigs'
  | 'task'
>;

/**
 * What TRL would do with the training rows, by the run's own settings, versions, tokenizer and chat template. Absent when one of these is,
 * or when another trainer made the run: a prediction by the wrong rules is worse than none.
 */
export function deriveLabelFacts(
  gathered: LabelFactSources,
  derived: Pick<Evidence, 'templateProbes' | 'trainedRows'>,
): Gathered<LabelFacts> {
  const { trainData, tokenizer, trainingSettings, versions } = gathered;
  for (const needed of [trainData, tokenizer, trainingSettings, versions]) if (needed.state !== 'found') return needed;
  if (trainData.state !== 'found' || tokenizer.state !== 'found') return absent('training rows and a tokenizer');
  if (!isMadeByTrl(gathered))
    return absent("sign that TRL's SFTTrainer made this run, whose labels Lockstep can predict");
  const setup = labelSetup(gathered);
  if (!setup.ok) return absent('TRL version in the README.md that the trainer writes beside the model');
  const { raw = [], rows, path, total } = trainData.value;
  const [first] = raw;
  if (first === undefined) return absent(`row with all its columns in ${path}`);
  const { trainer } = setup.value;
  const known = { path, total, trainer, basis: releaseOf(trainer).basis };
  if ('image' in first.row || 'images' in first.row) {
    const isPair = 'prompt' in first.row && 'completion' in first.row;
    const shape = isPair ? 'prompt-completion' : 'language-modeling';
    return found({ ...known, outcome: { kind: 'images', shape } }, path);
  }
  const columns = new Set(rows.flatMap((row) => row.columns));
  const planned = labelPlan(setup.value, tokenizer.value.tokenizer, { firstRow: first.row, columns: [...columns] });
  if (!planned.outcome.ok)
    return found({ ...known, outcome: { kind: 'stopped', problem: planned.outcome.problem } }, path);
  const given = { planned, plan: planned.outcome.plan, data: trainData.value, tokenizer: tokenizer.value };
  const predicted = predictRows(given, gathered, derived);
  if (predicted.problem !== undefined)
    return found({ ...known, outcome: { kind: 'stopped', problem: predicted.problem } }, path);
  const labels = {
    ...predicted.labels,
    notes: [...planned.outcome.notes, ...predicted.labels.notes],
    agreement: captureAgreement(gathered.capture, derived.trainedRows, { raw, predict: predicted.predict }),
  };
  return found({ ...known, outcome: { kind: 'predicted', labels } }, path);
}

/** Other trainers of TRL, and Unsloth's copies of this one, prepare their data by other rules. */
function isMadeByTrl({ trainingSettings, capture }: LabelFactSources): boolean {
  const trainer = capture.state === 'found' ? capture.value.trainer : undefined;
  const config = trainingSettings.state === 'found' ? trainingSettings.value.configClass : undefined;
  if (trainer !== undefined && !/^trl\.(.*\.)?SFTTrainer$/.test(trainer)) return false;
  if (config !== undefined && !/^trl\.(.*\.)?SFTConfig$/.test(config)) return false;
  return trainer !== undefined || config !== undefined;
}

interface Given {
  readonly planned: LabelPlan;
  readonly plan: Plan;
  readonly data: DataSet;
  readonly tokenizer: RunTokenizer;
}

type Failed = Extract<PredictedRow, { readonly state: 'failed' }>;
type Predict = (row: Row, index: number) => PredictedRow;

interface Predicted {
  readonly labels: Omit<PredictedLabels, 'agreement'>;
  readonly predict: Predict;
  /** Set when no row at all could be labelled. */
  readonly problem: Failed['problem'] | undefined;
}

function predictRows(
  given: Given,
  gathered: LabelFactSources,
  { templateProbes }: Pick<Evidence, 'templateProbes'>,
): Predicted {
  const { planned, plan, data, tokenizer } = given;
  const endIds = endsOf(gathered, tokenizer, templateProbes);
  const ends = new Set([...endIds, ...tokenizer.tokenizer.addedTokens.map(({ id }) => id)]);
  const predict = predictor(given, gathered, { endIds, generationPrompt: generationPromptOf(templateProbes) });
  const tally = createRowTally(plan);
  const classes = classesOf(gathered);
  const rows: PredictedLabelRow[] = [];
  const problems: Failed['problem'][] = [];
  for (const { row, index } of spread(data.raw ?? [], rowsToLabel(data))) {
    tally.read(row);
    const predicted = predict(row, index);
    if (predicted.state === 'failed') {
      problems.push(predicted.problem);
      continue;
    }
    tally.labelled(predicted.labels, index);
    rows.push(labelRow(predicted, { classes, ends, tokenizer }));
  }
  const shape = shapeOf(plan, planned.fit(data.raw?.[0]?.row ?? {}));
  const labels = { rows, failed: problems.length, notes: tally.notes(), ...decisions(plan, shape) };
  return { labels, predict, problem: rows.length === 0 ? problems[0] : undefined };
}

interface Ends {
  readonly endIds: readonly number[];
  readonly generationPrompt: string | undefined;
}

/** Captured rows are compared with rows of the sample as well, which need not be labelled twice. */
function predictor(
  { planned, plan, tokenizer }: Given,
  { requests }: LabelFactSources,
  { endIds, generationPrompt }: Ends,
): Predict {
  const predictRow = rowPredictor(plan, {
    special: { endOfTurn: new Set(endIds), media: mediaTokenIds(tokenizer.tokenizer), pad: plan.padId },
    split: textSplitter(requests.state === 'found' ? requests.value : undefined, generationPrompt),
    generationPrompt,
  });
  const known = new Map<Row, PredictedRow>();
  return (row, index) => {
    const predicted = known.get(row) ?? predictRow(planned.fit(row), index);
    known.set(row, predicted);
    return predicted;
  };
}

function rowsToLabel({ rows }: DataSet): number {
  let units = 0;
  for (const { text, turns } of rows) {
    units += text?.length ?? 0;
    for (const turn of turns) units += turn.text.length;
  }
  return Math.max(1, Math.min(MAX_ROWS, Math.floor((MAX_UNITS * rows.length) / units)));
}

interface RowTools {
  readonly classes: readonly string[];
  /** Tokens that end a row. Added ones besides the known: a text that brings its own terminator is not without one. */
  readonly ends: ReadonlySet<number>;
  readonly tokenizer: RunTokenizer;
}

function labelRow(predicted: Exclude<PredictedRow, Failed>, { classes, ends, tokenizer }: RowTools): PredictedLabelRow {
  const { row, state, isCut, labels } = predicted;
  const last = row.captured.ids.findLast((id) => ends.has(id) || tokenizer.tokenizer.decode([id]).trim() !== '');
  const taught = taughtAnswers(row);
  const [first] = taught;
  return {
    facts: labelFactsOfRow(row, { isDropped: state === 'dropped', isCut, classes }),
    length: labels.inputIds.length,
    isMismatched: labels.isMismatched,
    wordsMasked: taught.reduce((sum, answer) => sum + wordsMasked(row, answer), 0),
    promptLeaked: first === undefined ? 0 : leakBefore(row, first),
    isEnded: last !== undefined && ends.has(last),
    absentRoles: isCut ? [] : row.absentRoles,
    lacksAnswer: !isCut && row.answers.length > 0 && row.answers.every((answer) => answer.state === 'absent'),
  };
}

/** A masked line break is no loss: Qwen3.5 tokenises those behind its thinking marker otherwise in the prompt alone. */
function wordsMasked(row: TrainedRow, { start, end }: LocatedAnswer): number {
  let count = 0;
  for (let at = start; at < end; at += 1) {
    const [from = 0, to = 0] = row.offsets[at] ?? [];
    if (!isSupervised(row, at) && row.text.slice(from, to).trim() !== '') count += 1;
  }
  return count;
}

function decisions(
  plan: Plan,
  shape: PredictedLabels['shape'],
): Omit<PredictedLabels, 'rows' | 'failed' | 'notes' | 'agreement'> {
  const { config } = plan;
  return {
    shape,
    masks: {
      completion: plan.usesCompletionMask,
      assistant: plan.usesAssistantMask,
      labelsColumn: plan.usesLabelsColumn,
    },
    maxLength: config.max_length ?? null,
    packing: packingOf(plan),
    template: plan.encoder.templates.used,
  };
}

function shapeOf(plan: Plan, firstRow: Row): PredictedLabels['shape'] {
  if (plan.isTokenised) return 'tokens';
  const facts = firstRowFacts(firstRow, plan.formatting);
  return facts.ok && facts.value.isPlain ? 'text' : 'chat';
}

/** As the release packs, whatever the setting is called there. */
function packingOf({ config, behaviour }: Plan): PredictedLabels['packing'] {
  if (!config.packing) return 'none';
  if (config.packing_strategy === 'wrapped' || !behaviour.packsByBestFit) return 'wrapped';
  return config.packing_strategy === 'bfd_split' || behaviour.overlong === 'split' ? 'bfd_split' : 'bfd';
}

function endsOf(
  { capture, generationConfigs }: LabelFactSources,
  tokenizer: RunTokenizer,
  templateProbes: Evidence['templateProbes'],
): readonly number[] {
  const captured = capture.state === 'found' ? capture.value : {};
  return endOfTurnIds({ tokenizer, capture: captured, generationConfigs, templateProbes });
}

/** Longest first, so that `unsafe` is found before `safe`. */
function classesOf({ task }: LabelFactSources): readonly string[] {
  if (task.state !== 'found' || task.value.kind !== 'classify') return [];
  return task.value.classes.toSorted((a, b) => b.length - a.length);
}
