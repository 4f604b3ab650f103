import type { ComparisonReport } from '../../report/comparison-report.ts';
import { countText } from '../count-text.ts';
import { percentText } from '../percent-text.ts';
import { cells, scoreTable } from './cells.ts';
import { decodingSections } from './decoding-sections.ts';
import { failureChangeSections } from './failure-change-sections.ts';
import { points, pWords } from './figure-words.ts';
import type { ScoreSection, ScoreView } from './score-view.ts';

type Comparison = ComparisonReport['comparison'];
type Compared = Extract<Comparison, { kind: 'compared' }>;
type Mismatch = Extract<Comparison, { kind: 'refused' }>['mismatches'][number];

/** Ids named in a sentence; the others are in the JSON and behind the figures of the page. */
const FEW_IDS = 12;

const MISMATCHES: Readonly<Record<Mismatch['kind'], string>> = {
  'duplicate-ids': 'rows repeat an id within their split, so that answers cannot be paired',
  'no-common-ids': 'rows: no id is in both runs',
  'other-rows': 'rows are in one of the runs only (to compare the others: --allow-different-rows)',
  'other-gold': 'rows have other gold in the second run (to compare anyway: --allow-different-gold)',
  'other-prompts': 'rows were asked with another prompt (to compare anyway: --allow-different-prompts)',
};

/** What `lockstep compare` shows, in every format. */
export function comparisonView(report: ComparisonReport): ScoreView {
  const { comparison } = report;
  const decoding = report.decoding.map(({ setting }) => setting).join(', ');
  const settings = decodingSections(report.decoding);
  const sections =
    comparison.kind === 'refused'
      ? [refusedSection(comparison.mismatches), ...settings]
      : [...settings, ...comparedSections(report, comparison)];
  return {
    schema: 'lockstep-score-view/1',
    tool: report.tool,
    title: 'compare',
    facts: [
      { name: 'first', text: report.first },
      { name: 'second', text: report.second },
      ...(decoding === '' ? [] : [{ name: 'decoding', text: `differs: ${decoding}` }]),
    ],
    ...outcome(comparison),
    sections: [
      ...sections,
      ...failureChangeSections(report.failures),
      ...(report.notes.length === 0 ? [] : [{ id: 'notes', title: 'Notes', tables: [], notes: [...report.notes] }]),
    ],
    samples: report.samples.map(({ id, split, facts }) => ({ id, split, facts: [...facts] })),
  };
}

function outcome(comparison: Comparison): Pick<ScoreView, 'tone' | 'word' | 'headline'> {
  if (comparison.kind === 'refused')
    return {
      tone: 'unsure',
      word: 'NOT COMPARED',
      headline: 'the two are not the same examination, so no difference of scores means anything',
    };
  const { verdict, fixed, broken, n } = comparison;
  const counts = `${countText(fixed.count)} fixed, ${countText(broken.count)} broken of ${countText(n)} rows${gainWords(comparison)}`;
  switch (verdict.state) {
    case 'better':
      return {
        tone: 'good',
        word: 'BETTER',
        headline: `the second run is better: ${counts} (${pWords(verdict.p)})`,
      };
    case 'worse':
      return { tone: 'bad', word: 'WORSE', headline: `the second run is worse: ${counts} (${pWords(verdict.p)})` };
    case 'no-difference-shown':
      return {
        tone: 'unsure',
        word: 'NO DIFFERENCE SHOWN',
        headline: `${counts} (${pWords(verdict.p)}); that is no proof that they are equal${neededWords(comparison)}`,
      };
    case 'cannot-decide':
      return {
        tone: 'unsure',
        word: 'CANNOT DECIDE',
        headline: `with this many: ${verdict.because}${neededWords(comparison)}. ${counts}`,
      };
  }
}

function gainWords({ fixed, broken, n }: Compared): string {
  if (n === 0 || fixed.count === broken.count) return '';
  const gain = points(Math.abs(fixed.count - broken.count) / n);
  return `, ${fixed.count > broken.count ? '+' : '−'}${gain} points`;
}

/** How many rows it would have taken, where more than luck could be seen at all. */
function neededWords({ detectable: { needed, neededToChange }, groupTest }: Compared): string {
  const what = groupTest === null ? 'rows' : 'groups';
  if (neededToChange !== null)
    return `; at this rate six would change among about ${countText(neededToChange)} ${what}${needed === null ? '' : `, and about ${countText(Math.max(needed, neededToChange))} would show a difference as large as this one`}`;
  return needed === null ? '' : `; about ${countText(needed)} ${what} would show a difference as large as this one`;
}

function refusedSection(mismatches: readonly Mismatch[]): ScoreSection {
  return {
    id: 'refused',
    title: 'Why they are not compared',
    tables: [],
    notes: mismatches.map(
      ({ kind, count, of, ids }) =>
        `${countText(count)} of ${countText(of)} ${MISMATCHES[kind]}${idWords(ids, count)}.`,
    ),
  };
}

function comparedSections(report: ComparisonReport, compared: Compared): readonly ScoreSection[] {
  const { first, second, fixed, broken, bothRight, bothWrong, idsOfBothRight, idsOfBothWrong, n } = compared;
  return [
    {
      id: 'result',
      title: 'Result',
      lead: 'Right is honest: an answer that gives nothing is wrong. Rows are paired, so only those that changed sides (right in one run, wrong in the other) decide.',
      tables: [
        scoreTable(
          'Accuracy',
          ['run', '#right'],
          [
            [cells.text('first'), cells.share({ ...first, otherIds: [...fixed.ids, ...idsOfBothWrong] })],
            [cells.text('second'), cells.share({ ...second, otherIds: [...broken.ids, ...idsOfBothWrong] })],
          ],
        ),
        scoreTable(
          'Rows',
          ['first run', 'second run', '#rows'],
          [
            [cells.text('wrong'), cells.text('right: fixed'), changed(fixed, 'good')],
            [cells.text('right'), cells.text('wrong: broken'), changed(broken, 'bad')],
            [cells.text('right'), cells.text('right'), cells.count(bothRight, idsOfBothRight)],
            [cells.text('wrong'), cells.text('wrong'), cells.count(bothWrong, idsOfBothWrong)],
          ],
        ),
        ...gradedTables(compared),
      ],
      notes: [
        ...(broken.count === 0 ? [] : [`Broken${idWords(broken.ids, broken.count)}.`]),
        ...(fixed.count === 0 ? [] : [`Fixed${idWords(fixed.ids, fixed.count)}.`]),
        ...testNotes(report, compared),
      ],
    },
    {
      id: 'power',
      title: 'What these rows can show',
      tables: [],
      notes: [...powerNotes(compared), ...doubtNotes(compared, n)],
    },
  ];
}

function changed({ count, ids }: Compared['fixed'], tone: 'good' | 'bad') {
  return { kind: 'count' as const, count, ids: [...ids], ...(count === 0 ? {} : { tone }) };
}

function gradedTables({ graded }: Compared) {
  if (graded === null) return [];
  const { score, n, first, second, difference, test, ids } = graded;
  const { low, high } = difference;
  return [
    scoreTable(
      `Mean ${score}, ${countText(n)} rows`,
      ['run', '#value'],
      [
        [cells.text('first'), cells.number(first)],
        [cells.text('second'), cells.number(second)],
        [
          cells.text(`difference (sign-flip permutation ${pWords(test.p)})`),
          { kind: 'number' as const, value: difference.estimate, low, high, ids: [...ids] },
        ],
      ],
    ),
  ];
}

function testNotes({ groupedBy }: ComparisonReport, { test, groupTest, fixed, broken }: Compared): readonly string[] {
  if (groupTest !== null)
    return [
      `Test: sign-flip permutation over groups of ${groupedBy ?? 'rows'}, whose rows are not independent, ${pWords(groupTest.p)}${groupTest.exact ? ' (exact)' : ` (${countText(groupTest.draws)} draws, seed ${groupTest.seed})`}.`,
    ];
  if (test === null) return [];
  return [
    `Test: exact McNemar on the ${countText(fixed.count + broken.count)} rows that changed sides, ${pWords(test.exact)}.`,
  ];
}

function powerNotes({ detectable, n }: Compared): readonly string[] {
  const before = detectable.before.filter(({ difference }) => difference !== null);
  const words = before.map(
    ({ discordant, difference }) => `${points(difference ?? 0)} points if ${percentText(discordant)} change sides`,
  );
  const { after } = detectable;
  const effect = '(80 % power, 5 % level)';
  return [
    before.length === 0
      ? `Minimum detectable effect before looking: none with ${countText(n)} rows ${effect}.`
      : `Minimum detectable effect before looking ${effect}: ${words.join('; ')}.`,
    after.difference === null
      ? `After: ${percentText(after.discordant)} changed sides, with which no difference could be found.`
      : `After: ${percentText(after.discordant)} changed sides, so a difference of ${points(after.difference)} points would have been found; a smaller one may have been missed.`,
  ];
}

function doubtNotes({ accepted, promptsUnknown, unjudged }: Compared, n: number): readonly string[] {
  return [
    ...accepted.map(
      ({ kind, count, of }) =>
        `Compared in spite of it: ${countText(count)} of ${countText(of)} ${MISMATCHES[kind].replace(/ \(.*\)$/, '')}.`,
    ),
    ...(promptsUnknown === 0
      ? []
      : [
          `For ${countText(promptsUnknown)} of ${countText(n + unjudged)} rows nothing shows that both runs got the same prompt.`,
        ]),
    ...(unjudged === 0
      ? []
      : [`${countText(unjudged)} rows that both answered have no usable gold and are not compared.`]),
  ];
}

function idWords(ids: readonly string[], count: number): string {
  if (ids.length === 0) return '';
  const more =
    count > Math.min(ids.length, FEW_IDS) ? ` and ${countText(count - Math.min(ids.length, FEW_IDS))} more` : '';
  return `: ${ids.slice(0, FEW_IDS).join(', ')}${more}`;
}
