import type { GatheredEvidence } from '../evidence.ts';
import type { PromptSide } from '../prompt-comparison.ts';
import type { InferenceRequest } from '../requests.ts';
import { lastUserTurn } from './last-user-turn.ts';
import { locateTurns } from './locate-turns.ts';
import { rowMatcher } from './match-rows.ts';
import { ownTextFinder } from './own-text.ts';
import { type Preambles, withoutPreamble } from './without-preamble.ts';

export type UserTextFinder = (request: InferenceRequest, side: PromptSide) => string | undefined;

/**
 * The user's own words in a request: from its messages, from the data row that it is a rendering of, or else what sets it apart from the
 * other requests.
 */
export function userTextFinder(gathered: GatheredEvidence, preambles: Preambles): UserTextFinder {
  const { trainData, evalData, requests } = gathered;
  const prompts = requests.state === 'found' ? requests.value.rows.flatMap(({ prompt }) => prompt ?? []) : [];
  const rows = [trainData, evalData]
    .flatMap((data) => (data.state === 'found' ? data.value.rows : []))
    // A request has no answer, and its system prompt may be another one.
    .map((row) => ({
      ...row,
      turns: row.turns
        .filter((turn) => !turn.answer && turn.role !== 'system')
        .map((turn) => ({ ...turn, text: withoutPreamble(turn.text, preambles) })),
    }));
  let match: ReturnType<typeof rowMatcher> | undefined;
  let ownText: ReturnType<typeof ownTextFinder> | undefined;
  return (request, side) => {
    const asked = lastUserTurn(request.turns ?? [])?.text;
    const own = asked === undefined ? undefined : withoutPreamble(asked, preambles);
    if (own !== undefined && (side.text.includes(own) || side.text.includes(own.trim()))) {
      return side.text.includes(own) ? own : own.trim();
    }
    match ??= rowMatcher(rows);
    for (const row of match(side.text)) {
      const rendered = { text: side.text, masked: side.text, atLimit: false };
      const user = locateTurns(row.turns, rendered).findLast((span) => span.state === 'whole');
      if (user !== undefined) return side.text.slice(user.start, user.end);
    }
    ownText ??= ownTextFinder(prompts);
    // Found in the text that was logged: tokens decode to other white space beside special tokens (Llama 2 and Mistral tokenizers).
    const set = ownText(request.prompt ?? side.text);
    return set !== undefined && side.text.includes(set) ? set : undefined;
  };
}
