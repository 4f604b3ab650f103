import type { JsonValue } from '../../formats/json-value.ts';
import { sameValue } from '../same-value.ts';
import type { PredictionRow } from '../scored-row.ts';

/** One run's answers. Prompts by prediction id, as they were sent: without them equal prompts cannot be proven. */
export interface ComparedRun {
  readonly predictions: readonly PredictionRow[];
  readonly prompts?: ReadonlyMap<string, string>;
}

export interface Pair {
  readonly id: string;
  readonly first: PredictionRow;
  readonly second: PredictionRow;
}

export type MismatchKind = 'duplicate-ids' | 'no-common-ids' | 'other-rows' | 'other-gold' | 'other-prompts';

/** Why two runs are not the same examination. `ids`: the first of them. */
export interface Mismatch {
  readonly kind: MismatchKind;
  readonly count: number;
  readonly of: number;
  readonly ids: readonly string[];
}

export interface Pairing {
  readonly pairs: readonly Pair[];
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
  readonly mismatches: readonly Mismatch[];
}

const MOST_IDS = 20;

/** Pairs two runs by split and id, and says in what they differ beside their answers. */
export function pairPredictions(first: ComparedRun, second: ComparedRun): Pairing {
  const [left, right] = [byKey(first.predictions), byKey(second.predictions)];
  const pairs = [...left.rows].flatMap(([key, row]): Pair[] => {
    const partner = right.rows.get(key);
    return partner === undefined ? [] : [{ id: row.id, first: row, second: partner }];
  });
  const onlyFirst = [...left.rows].flatMap(([key, { id }]) => (right.rows.has(key) ? [] : [id]));
  const onlySecond = [...right.rows].flatMap(([key, { id }]) => (left.rows.has(key) ? [] : [id]));
  const all = pairs.length + onlyFirst.length + onlySecond.length;
  const otherGold = pairs.filter((pair) => !sameGold(pair));
  const otherPrompts = pairs.filter(({ id }) => differ(first.prompts?.get(id), second.prompts?.get(id)));
  const mismatches = [
    mismatch(
      'duplicate-ids',
      [...left.duplicates, ...right.duplicates],
      first.predictions.length + second.predictions.length,
    ),
    ...(pairs.length === 0 ? [{ kind: 'no-common-ids' as const, count: all, of: all, ids: [] }] : []),
    mismatch('other-rows', [...onlyFirst, ...onlySecond], all),
    mismatch('other-gold', idsOf(otherGold), pairs.length),
    mismatch('other-prompts', idsOf(otherPrompts), pairs.length),
  ].filter(({ count, kind }) => count > 0 || kind === 'no-common-ids');
  return { pairs, onlyFirst, onlySecond, mismatches };
}

function byKey(rows: readonly PredictionRow[]): { rows: ReadonlyMap<string, PredictionRow>; duplicates: string[] } {
  const known = new Map<string, PredictionRow>();
  const duplicates: string[] = [];
  for (const row of rows) {
    const key = `${row.split ?? 'all'}\n${row.id}`;
    if (known.has(key)) duplicates.push(row.id);
    else known.set(key, row);
  }
  return { rows: known, duplicates };
}

function sameGold({ first, second }: Pair): boolean {
  const same = (one: JsonValue | undefined, other: JsonValue | undefined): boolean =>
    one === undefined || other === undefined || sameValue(one, other);
  return same(first.gold, second.gold) && same(first.target, second.target);
}

/** A prompt that only one run recorded is unknown, not other. */
function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

function mismatch(kind: MismatchKind, ids: readonly string[], of: number): Mismatch {
  return { kind, count: ids.length, of, ids: ids.slice(0, MOST_IDS) };
}

function idsOf(pairs: readonly Pair[]): string[] {
  return pairs.map(({ id }) => id);
}
