import type { Turn } from '../data-set.ts';
import type { GatheredEvidence } from '../evidence.ts';
import { lastUserTurn } from './last-user-turn.ts';

export interface SystemVariety {
  /** Different system prompts; none counts as one. */
  readonly count: number;
  /** Whether this is asked under several system prompts: then the question does not say which row it is. */
  readonly isSharedQuestion: (user: string) => boolean;
}

/**
 * How the system prompts of the rows differ. Where each row has its own (a document, the day's date), another one in a request is no
 * difference. Read from the training rows, else from the rows that stand nearest to them and have turns.
 */
export function systemVariety({ trainData, evalData, requests }: GatheredEvidence): SystemVariety {
  const asked = requests.state === 'found' ? requests.value.rows.map(({ turns = [] }) => turns) : [];
  const sets = [
    ...[trainData, evalData].map((data) => (data.state === 'found' ? data.value.rows.map(({ turns }) => turns) : [])),
    asked,
  ];
  const known = sets.find((rows) => rows.some((turns) => turns.length > 0)) ?? [];
  const systems = new Map<string, string>();
  const shared = new Set<string>();
  for (const turns of known) {
    const user = lastUserTurn(turns)?.text.trim() ?? '';
    const system = systemOf(turns);
    if ((systems.get(user) ?? system) !== system) shared.add(user);
    systems.set(user, system);
  }
  return { count: new Set(known.map(systemOf)).size, isSharedQuestion: (user) => shared.has(user.trim()) };
}

function systemOf(turns: readonly Turn[]): string {
  return turns
    .filter(({ role }) => role === 'system')
    .map(({ text }) => text)
    .join('\n');
}
