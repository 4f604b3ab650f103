import type { InferenceRequest } from '../requests.ts';
import type { MarkerTexts } from './classify-prompt-difference.ts';
import { earlierTurns } from './earlier-turns.ts';
import { lastUserTurn } from './last-user-turn.ts';
import type { SystemVariety } from './system-variety.ts';
import type { TrainingPrefix } from './training-prefix.ts';

const NOT_SAID: ReadonlySet<string> = new Set(['system', 'developer', 'tool', 'function']);

export interface Asked {
  readonly request: InferenceRequest;
  /** The request as it was rendered. */
  readonly text: string;
  /** The user's own last words in it, where they are known. */
  readonly user: string | undefined;
}

interface Known {
  readonly prefixes: readonly TrainingPrefix[];
  readonly variety: SystemVariety;
  readonly markers: MarkerTexts;
}

/**
 * The training row of the request's example; `several` when rows ask the same and none of them is it. Conversations end in the same words
 * ("Yes, please."), and rows put one question to different contexts: the turns before must be in the row too. So must the system prompt
 * where the question alone stands under several; elsewhere another one is a difference that the checks judge.
 */
export function sameExample(
  asked: Asked,
  { prefixes, variety, markers }: Known,
): TrainingPrefix | 'several' | undefined {
  const { user } = asked;
  if (user === undefined || user.trim() === '') return undefined;
  const asking = prefixes.filter((prefix) => asksSame(prefix, user));
  if (asking.length === 0) return undefined;
  const isHeld = (texts: readonly string[]) => (prefix: TrainingPrefix) =>
    texts.every((text) => prefix.side.text.includes(text));
  const turns = (asked.request.turns ?? []).map((turn) => turn.text.trim());
  const heard = asking
    .filter(isHeld(turnsBefore(asked, user, markers.special)))
    .filter(isHeld(variety.isSharedQuestion(user) ? turns : []));
  const [first] = heard;
  if (first === undefined) return 'several';
  if (asking.every((prefix) => prefix.side.text === first.side.text)) return first;
  return (turns.length > 0 ? heard.find(isHeld(turns)) : undefined) ?? 'several';
}

/** Of a prompt without messages the first piece alone is the system prompt or the whole conversation: only with more it is the latter. */
function turnsBefore({ request, text }: Asked, user: string, special: readonly string[]): readonly string[] {
  const turns = request.turns ?? [];
  const last = lastUserTurn(turns);
  if (last !== undefined) {
    // Templates rewrite earlier answers (Qwen3 leaves their reasoning out) and the results of tools; what the user said stays.
    const said = turns.slice(0, turns.indexOf(last)).filter(({ answer, role }) => !answer && !NOT_SAID.has(role));
    return said.map((turn) => turn.text.trim());
  }
  const pieces = earlierTurns(text, user, special);
  return pieces.length > 1 ? pieces : [];
}

function asksSame(prefix: TrainingPrefix, user: string): boolean {
  if (prefix.user !== undefined) return prefix.row.text.slice(...prefix.user).trim() === user.trim();
  const at = prefix.side.text.indexOf(user);
  const isWord = (place: number) => /^[\p{L}\p{N}]{2}$/u.test(prefix.side.text.slice(place - 1, place + 1));
  return at >= 0 && !isWord(at) && !isWord(at + user.length);
}
