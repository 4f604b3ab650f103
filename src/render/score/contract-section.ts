import type { ScoresReport } from '../../report/scores-report.ts';
import { cells, scoreTable } from './cells.ts';
import type { ScoreSection, ScoreTable } from './score-view.ts';

type Card = ScoresReport['card'];
type Stage = Card['overall']['funnel'][number]['stage'];

const STAGES: Readonly<Record<Stage, string>> = {
  answered: 'answered',
  'not-empty': 'not empty',
  'not-cut': 'not cut',
  strict: 'bare value',
  keys: 'right keys',
  values: 'right types',
  right: 'right',
};

const STAGE_MEANINGS: Readonly<Record<Stage, string>> = {
  answered: 'there is a completion',
  'not-empty': 'it says something',
  'not-cut': 'it is complete',
  strict: 'a strict parser takes it as it is: no fence, no word around it, no key twice',
  keys: 'every key is there and no other',
  values: 'values have the types and meet the schema',
  right: 'everything that matters is right, of rows with gold',
};

/** How far answers get on the way to being usable: form alone, apart from whether they are right. */
export function contractSection({ card }: ScoresReport): ScoreSection {
  const { overall } = card;
  const funnel = scoreTable(
    'Contract funnel',
    ['stage', '#passed', '#lost here', '?meaning'],
    overall.funnel.map(({ stage, passed, lost }) => [
      cells.text(STAGES[stage]),
      cells.share(passed),
      cells.count(lost.count, lost.ids),
      cells.text(STAGE_MEANINGS[stage]),
    ]),
  );
  const rungs = Object.entries(overall.rungs).flatMap(([rung, count]) =>
    count === 0 ? [] : [[cells.text(rung), ofAll(count, overall.n, idsOf(overall.idsByRung, rung))]],
  );
  return {
    id: 'contract',
    title: 'Contract',
    lead: 'Whether a program could use the answers. Every stage counts the answers that pass it and all stages before it.',
    tables: [
      { ...funnel, lead: 'Where answers are lost on the way to a consumer.' },
      scoreTable('How answers parse', ['form', '#answers'], rungs),
      ...breachTables(card),
      ...spellingTables(card),
    ],
    notes: [],
  };
}

function breachTables(card: Card): readonly ScoreTable[] {
  if (card.kind !== 'extract' || card.overall.breaches.length === 0) return [];
  const rows = card.overall.breaches.map(({ kind, path, count, ids }) => [
    cells.text(path === '' ? '(top)' : path),
    cells.text(kind.replace('-', ' ')),
    ofAll(count, card.overall.n, ids),
  ]);
  return [scoreTable('Keys and values that break the contract', ['key', 'how', '#answers'], rows)];
}

function spellingTables(card: Card): readonly ScoreTable[] {
  if (card.kind !== 'classify') return [];
  const { spellings, failures, idsByFailure, n } = card.overall;
  const read = Object.entries(spellings).map(([how, { count, ids }]) => [
    cells.text(`class, ${how}`),
    ofAll(count, n, ids),
  ]);
  const failed = Object.entries(failures).flatMap(([because, count]) =>
    count === 0 ? [] : [[cells.text(`no class: ${because}`), ofAll(count, n, idsOf(idsByFailure, because))]],
  );
  return [scoreTable('How classes are read', ['reading', '#answers'], [...read, ...failed])];
}

/** `idsBy…` records have every name as a key, which `Object.entries` forgets. */
function idsOf(record: Readonly<Record<string, readonly string[]>>, name: string): readonly string[] {
  return record[name] ?? [];
}

function ofAll(count: number, of: number, ids: readonly string[]) {
  return cells.fault({ count, of, share: of === 0 ? null : count / of, low: null, high: null, ids });
}
