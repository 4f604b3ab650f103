import { percent } from '../lib/count-of.ts';
import { changedKeys } from './changed-keys.ts';
import type { Lock } from './lock.ts';
import type { LockDifference } from './lock-difference.ts';
import { SECTION_WORDS } from './section-words.ts';

type Mask = Extract<Lock['mask'], { readonly state: 'frozen' }>['value'];

/** Rows whose spans are shown when they changed. */
const SHOWN_ROWS = 3;

/**
 * The rule by its settings, and what it did by the rows that both locks captured: equal ids with other spans prove a change. Rows that
 * only one of them has say nothing, as data may be shuffled.
 */
export function compareMasks(before: Mask, after: Mask): readonly LockDifference[] {
  const now = new Map(after.rows.map((row) => [row.row, row]));
  const pairs = before.rows.flatMap((was) => {
    const is = now.get(was.row);
    return is === undefined ? [] : [[was, is] as const];
  });
  const moved = pairs.filter(([was, is]) => JSON.stringify(was.spans) !== JSON.stringify(is.spans));
  const rules = changedKeys(before.rule, after.rule);
  if (moved.length === 0 && rules.length === 0) return [];
  const { why, fix } = SECTION_WORDS.mask;
  const shares = `${percent(shareOf(before))} of the captured tokens got loss before, ${percent(shareOf(after))} do now`;
  const rows = moved
    .slice(0, SHOWN_ROWS)
    .map(([was, is]) => `row ${was.row}: tokens ${spansText(was.spans)} before, ${spansText(is.spans)} now`);
  return [
    {
      section: 'mask',
      weight: moved.length > 0 ? 'breaks' : pairs.length > 0 ? 'note' : 'unknown',
      what:
        moved.length > 0
          ? `${moved.length} of ${pairs.length} captured rows that are in both locks get loss on other tokens.`
          : `The settings of the mask changed; ${pairs.length > 0 ? `the ${pairs.length} captured rows that are in both locks` : 'no captured row is in both locks, so nothing shows that the labels'} are the same.`,
      why,
      fix,
      details: [...rules, shares, ...rows],
    },
  ];
}

function shareOf({ supervised, tokens }: Mask): number {
  return tokens === 0 ? 0 : supervised / tokens;
}

function spansText(spans: readonly (readonly [number, number])[]): string {
  return spans.length === 0 ? 'none' : spans.map(([start, end]) => `${start}–${end - 1}`).join(', ');
}
