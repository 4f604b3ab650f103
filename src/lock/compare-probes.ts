import { alignItems } from '../lib/align-items.ts';
import { alignTexts } from '../lib/align-texts.ts';
import { countOf } from '../lib/count-of.ts';
import { excerpt } from '../lib/excerpt.ts';
import type { Lock } from './lock.ts';
import type { LockDifference } from './lock-difference.ts';

type Probes = Extract<Lock['probes'], { readonly state: 'frozen' }>['value'];
type Probe = Probes[number];

/** Stretches of changed text that are shown per probe. */
const SHOWN_PARTS = 4;
const SHOWN_CHARACTERS = 60;

/** What the probe conversations gained and lost, in tokens and in text. Probes that only one lock has are left out. */
export function compareProbes(before: Probes, after: Probes): readonly LockDifference[] {
  const now = new Map(after.map((probe) => [probe.id, probe]));
  const pairs = before.flatMap((was) => {
    const is = now.get(was.id);
    return is === undefined ? [] : [[was, is] as const];
  });
  const details = pairs.flatMap(([was, is]) => changeOf(was, is));
  if (details.length === 0) return [];
  return [
    {
      section: 'probes',
      weight: 'breaks',
      what: `${countOf(details.length, pairs.length, 'probe conversations')} become other tokens.`,
      why: 'Whoever renders prompts here asks in another format than the one that was frozen.',
      fix: 'Restore the template and the tokenizer of the lock, or train again with the new ones and freeze again.',
      details,
    },
  ];
}

function changeOf(was: Probe, is: Probe): readonly string[] {
  if (was.state === 'refused' || is.state === 'refused') {
    if (was.state === is.state) return [];
    const refused = was.state === 'refused' ? 'was refused and is rendered now' : 'is refused now';
    return [`${was.id}: ${refused}`];
  }
  const parts = alignItems(was.ids, is.ids);
  const tokens = (kind: 'first-only' | 'second-only') =>
    parts.reduce((sum, part) => sum + (part.kind === kind ? part.items.length : 0), 0);
  const [lost, gained] = [tokens('first-only'), tokens('second-only')];
  if (lost + gained === 0) return was.text === is.text ? [] : [`${was.id}: the text changed, the tokens did not`];
  const sums = `${lost} ${lost === 1 ? 'token' : 'tokens'} lost, ${gained} gained`;
  if (was.text === is.text) return [`${was.id}: ${sums}; the text is the same, so the tokenizer changed`];
  return [`${was.id}: ${sums}; ${textChange(was.text, is.text)}`];
}

function textChange(was: string, is: string): string {
  const changed = alignTexts(was, is).filter(({ kind }) => kind !== 'same');
  const shown = changed
    .slice(0, SHOWN_PARTS)
    .map(({ kind, text }) => `${kind === 'first-only' ? '−' : '+'}${JSON.stringify(excerpt(text, SHOWN_CHARACTERS))}`);
  return `${shown.join(' ')}${changed.length > SHOWN_PARTS ? ` and ${changed.length - SHOWN_PARTS} more` : ''}`;
}
