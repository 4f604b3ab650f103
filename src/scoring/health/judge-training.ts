import { countOf, percent } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { numberText } from '../../lib/number-text.ts';
import { fisherExact } from '../../lib/statistics/fisher-exact.ts';
import type { Proportion } from '../proportion.ts';
import type { DataHealth } from './data-health.ts';
import type { HealthFinding, HealthLevel } from './health-finding.ts';
import { joinedRows } from './row-list.ts';

/** What is known of a run that was trained already. */
export interface TrainingOutcome {
  /** The loss is finite and fell: whatever a setting is, the run learned. */
  readonly learned: boolean;
  /** Right answers on training rows and on rows that were not trained on; null where predictions do not show it. */
  readonly trained: Proportion | null;
  readonly unseen: Proportion | null;
}

/** As `training/rows-memorised`: a gap that is worth acting on, at the usual level of chance. */
const GAP = 0.15;
const CHANCE = 0.05;

/** What in tokens, settings and baselines is worth a look; thresholds are those of spec/evaluation.md 6.1 to 6.3. */
export function judgeTraining(health: DataHealth, outcome: TrainingOutcome): HealthFinding[] {
  return [
    ...judgeTokens(health),
    ...judgeTruncation(health),
    ...judgePasses(health, outcome),
    ...judgeRanges(health, outcome),
    ...judgeNeighbours(health),
  ];
}

function judgeTokens({ tokens, constantPrompt }: DataHealth): HealthFinding[] {
  const constant = tokens?.constant ?? constantPrompt;
  const unit = tokens === null ? 'characters' : 'tokens';
  const found: HealthFinding[] = [];
  if (constant.dominates)
    found.push({
      id: 'prompt-constant',
      level: 'note',
      what: `${percent(constant.share ?? 0)} of a prompt is the same in all rows: ${constant.head + constant.tail} of ${Math.round(constant.meanLength)} ${unit} on average.`,
      why: 'What tells the rows apart is a small part, which a length limit or a truncation loses first.',
      advice: 'Shorten the common part, and put what varies before it.',
    });
  if (tokens?.answerIsTiny === true)
    found.push({
      id: 'answer-tiny',
      level: 'note',
      what: `Supervised tokens of a row: ${tokens.supervised.median} (median), behind ${tokens.prompt.median} of prompt.`,
      why: 'Were loss put on the whole row, the answer would be a small part of it.',
      advice: 'Keep the loss on the answer only, and watch the accuracy of the answer instead of the loss.',
    });
  if (tokens?.varyingIsCoarse === true)
    found.push({
      id: 'varying-part-coarse',
      level: 'note',
      what: `What varies between prompts has ${tokens.varying.median} tokens (median), ${percent(tokens.fine ?? 0)} of them single letters or parts of one.`,
      why: 'What tells the rows apart reaches the model in small pieces: it has to put words together before it can read them.',
      advice: 'Try another notation for it, or a model whose tokenizer knows it.',
    });
  return found;
}

function judgeTruncation({ truncation }: DataHealth): HealthFinding[] {
  if (truncation === null) return [];
  const { cut, answerLost, answerCut, collapsed, rule } = truncation;
  const limit = `the limit of ${rule.maxLength} tokens`;
  const lost = answerLost.count + answerCut.count;
  const found: HealthFinding[] = [];
  if (collapsed.count > 0)
    found.push({
      id: 'prompts-collapse',
      level: 'error',
      what: `${countOf(collapsed.count, cut.of, 'rows')} have a prompt of their own and share it with another row once ${limit} cuts it.`,
      why: 'What tells these rows apart never reaches the model.',
      advice: 'Raise max_length, or put what varies where the cut does not reach it.',
      rows: collapsed,
    });
  if (lost > 0)
    found.push({
      id: 'answers-cut',
      level: isMany(lost, cut.of) ? 'error' : 'warning',
      what: `${countOf(lost, cut.of, 'rows')} lose a part of their answer to ${limit}; nothing of it is left in ${answerLost.count}.`,
      why: 'The model is taught to stop early, or is taught nothing by these rows.',
      advice: 'Raise max_length above the longest row, or split these rows.',
      rows: joinedRows([answerLost, answerCut]),
    });
  return found;
}

function judgePasses({ seenEpochs, rows }: DataHealth, { trained, unseen }: TrainingOutcome): HealthFinding[] {
  if (seenEpochs === null) return [];
  const { level, passes, overfitTest } = seenEpochs;
  if (level !== 'many' && level !== 'memorised') return [];
  const harm = trained === null || unseen === null ? null : hasGap(trained, unseen);
  // So few rows are learned by heart on purpose, unless other rows are answered worse for it.
  if (overfitTest && harm !== true) return [];
  const shown =
    trained === null || unseen === null
      ? ''
      : ` Right on trained rows: ${countOf(trained.count, trained.of, 'rows')}; on others: ${countOf(unseen.count, unseen.of, 'rows')}.`;
  const levels: Readonly<Record<'many' | 'memorised', HealthLevel>> = { many: 'warning', memorised: 'error' };
  return [
    {
      id: 'passes-many',
      level: harm === false ? 'note' : levels[level],
      what: `Each of ${rows} rows is seen ${Number(passes.toFixed(1))} times.${shown}`,
      why:
        harm === false
          ? 'That many passes mostly teach the rows themselves; here rows that were not seen are answered no worse than chance explains.'
          : 'That many passes mostly teach the rows themselves.',
      advice: 'Stop at the checkpoint that answers unseen rows best, or use more and more varied rows.',
    },
  ];
}

function hasGap(trained: Proportion, unseen: Proportion): boolean {
  const groups = {
    first: { successes: trained.count, n: trained.of },
    second: { successes: unseen.count, n: unseen.of },
  };
  return (trained.share ?? 0) - (unseen.share ?? 0) >= GAP && fisherExact(groups) <= CHANCE;
}

function judgeRanges({ settings }: DataHealth, { learned }: TrainingOutcome): HealthFinding[] {
  return settings.flatMap(({ value, state, range }) => {
    if (state === 'usual') return [];
    const isRate = range.setting === 'learning rate';
    const usual: HealthLevel = state === 'far-too-high' ? 'error' : isRate ? 'warning' : 'note';
    const where = state === 'low' ? 'below' : 'above';
    return [
      {
        id: isRate ? ('learning-rate-unusual' as const) : ('alpha-unusual' as const),
        level: learned ? ('note' as const) : usual,
        what: `The ${range.setting} is ${numberText(value)}, ${where} the usual range for ${range.method === 'lora' ? 'LoRA' : 'full fine-tuning'} (${numberText(range.low)} to ${numberText(range.high)}).`,
        why: learned
          ? 'The range is for models of a billion parameters and more; here the loss fell all the same.'
          : state === 'low'
            ? 'It looks like a setting of another method: too small a step changes nothing.'
            : 'Too large a step loses what the model knew, or makes the loss diverge.',
        advice: `Try the usual range first (${range.source}).`,
      },
    ];
  });
}

function judgeNeighbours({ neighbours }: DataHealth): HealthFinding[] {
  const beside = neighbours?.beside;
  if (beside === null || beside === undefined || beside.neighbours.count < beside.model.count) return [];
  const isBetter = beside.p < CHANCE && beside.onlyNeighbours.length > beside.onlyModel.length;
  const { model } = beside;
  return [
    {
      id: 'neighbours-as-good',
      level: isBetter ? 'warning' : 'note',
      what: `Copying the class of the most alike training rows is right in ${countOf(beside.neighbours.count, model.of, 'evaluation rows')}, the model in ${countOf(model.count, model.of, 'rows')}.`,
      why: isBetter
        ? 'The model does worse than copying.'
        : 'On these rows nothing shows that the model learned more than copying.',
      advice: 'Evaluate on rows that are less like the training rows; if they stay alike, a lookup is enough.',
      ids: beside.onlyNeighbours,
    },
  ];
}
