import type { ScoresReport } from '../../report/scores-report.ts';
import { countText } from '../count-text.ts';
import { cells, scoreTable } from './cells.ts';
import { failureMeanings } from './failure-meanings.ts';
import type { ScoreCell, ScoreSection } from './score-view.ts';

type Reliability = ScoresReport['failures']['unreliable'][number];

function alarms({ firedOnGold, goldCount, ids }: Reliability): ScoreCell {
  if (goldCount === 0) return cells.text('not tried');
  const share = firedOnGold / goldCount;
  return cells.fault({ count: firedOnGold, of: goldCount, share, low: null, high: null, ids });
}

/** What is wrong with the answers, one primary failure each, and which detectors cannot be trusted on this data. */
export function failureSection({ failures }: ScoresReport): ScoreSection {
  const { rows, clean, unreliable } = failures;
  const table = scoreTable(
    'Failures',
    ['failure', '#primary', '#any', '#on right answers', 'often with', '?meaning'],
    rows.map(({ code, any, primary, ids, primaryIds, with: companion, reliability }) => [
      cells.text(code),
      cells.fault(primary, primaryIds),
      cells.fault(any, ids),
      alarms(reliability),
      cells.text(companion ?? ''),
      cells.text(failureMeanings[code]),
    ]),
  );
  const names = unreliable.map(
    ({ code, firedOnGold, goldCount }) => `${code} (${countText(firedOnGold)} of ${countText(goldCount)})`,
  );
  return {
    id: 'failures',
    title: 'Failures',
    lead: 'Primary: the one that explains the others. Every detector is tried on the right answers too; where it fires there it cannot be trusted on this data.',
    tables: [
      scoreTable(
        'Answers without any failure',
        ['answers', '#share'],
        [[cells.text('nothing wrong found'), cells.share(clean)]],
      ),
      ...(rows.length === 0 ? [] : [table]),
    ],
    notes: names.length === 0 ? [] : [`Fires on right answers of this data: ${names.join(', ')}.`],
  };
}
