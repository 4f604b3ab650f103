import type { ScoresReport } from '../../report/scores-report.ts';
import { countText } from '../count-text.ts';
import { cells, scoreTable } from './cells.ts';
import type { ScoreCell, ScoreSection, ScoreTable } from './score-view.ts';

type Overall = Extract<ScoresReport['card'], { kind: 'extract' }>['overall'];
type Field = Overall['fields'][number];
type Texts = Field['texts'];

const MOST_DIGITS = 12;

/** Per-field outcomes, how near wrong texts come, doses, digits and whole documents. */
export function fieldSection(overall: Overall): ScoreSection {
  return {
    id: 'fields',
    title: 'Fields',
    lead: 'Right, wrong, missing, invented or rightly empty: one outcome for each field of each document. An answer that cannot be read is not right in any.',
    tables: [
      shareTable(overall),
      outcomeTable(overall),
      ...(overall.micro.texts.characterErrorRate.of === 0 ? [] : [textTable(overall)]),
      documentTable(overall),
      ...quantityTables(overall.micro.texts),
      ...digitTables(overall.micro.texts),
    ],
    notes: [],
  };
}

function named({ fields, micro }: Overall): readonly (readonly [string, Omit<Field, 'field'>])[] {
  const rows = fields.map((field) => [field.field, field] as const);
  return fields.length === 1 ? rows : [...rows, ['all fields', pooled(micro)] as const];
}

/** Fields of one document are not independent, so a Wilson interval over them is too narrow; the summary measures draw documents. */
function pooled(micro: Omit<Field, 'field'>): Omit<Field, 'field'> {
  const { exactMatch, precision, recallCorrect } = micro;
  const bare = { low: null, high: null };
  return {
    ...micro,
    exactMatch: { ...exactMatch, ...bare },
    precision: { ...precision, ...bare },
    recallCorrect: { ...recallCorrect, ...bare },
  };
}

/** Shares in one table and counts in another: together they are wider than a terminal. */
function shareTable(overall: Overall): ScoreTable {
  return scoreTable(
    'By field',
    ['field', '#right', '#precision', '#recall'],
    named(overall).map(([name, { exactMatch, precision, recallCorrect }]) => [
      cells.text(name),
      cells.share(exactMatch),
      cells.share(precision),
      cells.share(recallCorrect),
    ]),
  );
}

function outcomeTable(overall: Overall): ScoreTable {
  const kinds = ['TP', 'FD', 'FN', 'FA', 'TN', 'unparsed'] as const;
  return scoreTable(
    'What became of each field',
    ['field', '#right', '#wrong', '#missing', '#invented', '#rightly empty', '#not readable'],
    named(overall).map(([name, { outcomes, idsByOutcome }]) => [
      cells.text(name),
      ...kinds.map((kind) => cells.count(outcomes[kind], idsByOutcome[kind])),
    ]),
  );
}

function textTable(overall: Overall): ScoreTable {
  const rows = named(overall);
  const isAnyTooLong = rows.some(([, { texts }]) => texts.tooLong.count > 0);
  return {
    ...scoreTable(
      'How near texts come',
      ['field', '#ANLS', '#CER', '#median CER', '#WER', '#CER above 1', ...(isAnyTooLong ? ['#too long'] : [])],
      rows.map(([name, { texts }]) => [
        cells.text(name),
        rate(texts.anlsOfficial, texts.anlsOfficial.otherIds),
        rate(texts.characterErrorRate, texts.characterErrorRate.ids),
        median(texts),
        rate(texts.wordErrorRate, texts.wordErrorRate.ids),
        cells.count(texts.overflowing.count, texts.overflowing.ids),
        ...(isAnyTooLong ? [cells.count(texts.tooLong.count, texts.tooLong.ids)] : []),
      ]),
    ),
    lead: 'ANLS: mean similarity, 0 below one half; it says nothing of ids and doses, since 12345 and 12348 are 0.8 alike. CER and WER: edits per character and per word of the gold texts, pooled (as jiwer does); the median CER is that of single texts, which one that runs on does not move. Texts whose answer could not be read are left out. Intervals: BCa over documents (jackknife beyond 1,000), of a median by order statistics.',
  };
}

function rate({ share, low, high }: Texts['anlsOfficial'], ids: readonly string[] = []): ScoreCell {
  return { kind: 'number', value: share, low, high, ids: [...ids] };
}

function median({ medianCharacterErrorRate: { value, low, high }, characterErrorRate }: Texts): ScoreCell {
  return { kind: 'number', value, low, high, ids: [...(characterErrorRate.ids ?? [])] };
}

function documentTable({ documents, critical, foreignKeys, n }: Overall): ScoreTable {
  const rows = [
    ['critical fields all right', cells.share(critical)],
    ['a key that nobody asked for', cells.fault(foreignKeys)],
    ['ANLS*', rate(documents.anlsStar, documents.anlsStar.otherIds)],
    ['Donut accuracy', rate(documents.donutAccuracy, documents.donutAccuracy.otherIds)],
    ['Donut F1', rate(documents.donutF1, documents.donutF1.otherIds)],
    ['too large to compare', cells.count(documents.tooLarge.count, documents.tooLarge.ids)],
  ] as const;
  return scoreTable(
    `${countText(n)} documents`,
    ['measure', '#value'],
    rows.map(([name, cell]) => [cells.text(name), cell]),
  );
}

function quantityTables({ quantities, tenfoldErrors, goldFlags }: Texts): readonly ScoreTable[] {
  const verdicts = Object.entries(quantities);
  if (verdicts.length === 0) return [];
  return [
    scoreTable(
      'Doses and other quantities',
      ['answer against gold', '#values'],
      [
        ...verdicts.map(([verdict, { count, ids }]) => [cells.text(verdict), cells.count(count, ids)]),
        [cells.text('ten times too much or too little'), cells.fault(tenfoldErrors)],
        ...Object.entries(goldFlags).map(([flag, { count, ids }]) => [
          cells.text(`gold itself: ${flag}`),
          cells.count(count, ids),
        ]),
      ],
    ),
  ];
}

function digitTables({ digitConfusions }: Texts): readonly ScoreTable[] {
  if (digitConfusions.length === 0) return [];
  const rows = digitConfusions
    .slice(0, MOST_DIGITS)
    .map(({ gold, answer, count, ids }) => [cells.text(`${gold} → ${answer}`), cells.count(count, ids)]);
  return [
    {
      ...scoreTable('Digits read as others', ['gold → answer', '#times'], rows),
      more: digitConfusions.length - rows.length,
    },
  ];
}
