import type { SideFacts } from '../evidence/side-facts.ts';
import { countOf } from '../lib/count-of.ts';
import { ollamaNotes } from './ollama-notes.ts';

/** Damaged files that are told of one side; a file with a thousand bad lines is one fact. */
const SHOWN_DAMAGE = 5;

/** What is worth knowing about two sides beside their prompts, in whole sentences. */
export function sideNotes(sides: readonly [SideFacts, SideFacts]): readonly string[] {
  return sides.flatMap((side, index) => {
    switch (side.kind) {
      case 'folder':
        return damageNotes(side.damage);
      case 'gguf':
        return damageNotes(side.model.damage);
      case 'ollama':
        return ollamaNotes(side, sides[1 - index]);
      case 'requests': {
        const { withoutMessages, total, path, damage } = side.requests;
        const silent = `${countOf(withoutMessages, total, `requests in ${path}`)} hold no messages, so no template can render them.`;
        return [...(withoutMessages > 0 ? [silent] : []), ...damageNotes(damage)];
      }
    }
  });
}

function damageNotes(damage: readonly { readonly path: string; readonly reason: string }[]): readonly string[] {
  return damage.slice(0, SHOWN_DAMAGE).map(({ path, reason }) => `${path}: ${reason}.`);
}
