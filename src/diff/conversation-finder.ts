import type { Conversation, SideFacts } from '../evidence/side-facts.ts';
import type { TrainedRow } from '../evidence/trained-rows.ts';

/**
 * Finds what is sent for a training row: its own conversation, or, when the sender is a file of requests, the request that asks the
 * same. A request may have another system prompt, so the user's and the assistant's turns decide when no request equals the row.
 * A text says why there is none.
 */
export function conversationFinder(
  rows: readonly Conversation[],
  sender: SideFacts,
): (row: Pick<TrainedRow, 'dataRow' | 'text'>) => Conversation | string {
  const byRow = new Map(rows.map((conversation) => [conversation.row, conversation]));
  const requests = sender.kind === 'requests' ? sender.requests.conversations : undefined;
  const [whole, turns] = [wholeKey, turnsKey].map((key) => groupedBy(requests ?? [], key));
  return ({ dataRow, text }) => {
    const conversation = dataRow === undefined ? undefined : byRow.get(dataRow);
    if (requests === undefined)
      return conversation ?? 'the row of the training data is not known, or it holds no messages';
    const same =
      conversation === undefined
        ? requests.filter((request) => isAskedIn(text, request))
        : (whole?.get(wholeKey(conversation)) ?? turns?.get(turnsKey(conversation)) ?? []);
    const [first] = same;
    if (first === undefined) return 'no request asks what the row asks';
    const isOne = new Set(same.map(({ sent }) => JSON.stringify(sent))).size === 1;
    return isOne ? first : 'several requests ask what the row asks, in different ways';
  };
}

/** Shorter questions stand in many rows by chance. */
const LEAST_QUESTION = 16;

/** Whether a row that was trained as one text holds everything that a request asks. */
function isAskedIn(text: string, { input }: Conversation): boolean {
  const turns = input.messages
    .filter(({ role }) => role !== 'system')
    .map(({ content }) => contentText(content).trim());
  return turns.join('').length >= LEAST_QUESTION && turns.every((turn) => text.includes(turn));
}

function wholeKey({ input }: Conversation): string {
  return JSON.stringify(input.messages.map(({ role, content }) => [role, contentText(content)]));
}

function turnsKey({ input }: Conversation): string {
  const turns = input.messages.filter(({ role }) => role !== 'system');
  return JSON.stringify(turns.map(({ role, content }) => [role, contentText(content)]));
}

/** What can be compared of a content: data rows hold images as bytes, requests as addresses. */
function contentText(content: unknown): string {
  if (!Array.isArray(content)) return typeof content === 'string' ? content : '';
  return content
    .map((block: unknown) =>
      typeof block === 'object' && block !== null && 'text' in block && typeof block.text === 'string'
        ? block.text
        : '',
    )
    .join('');
}

function groupedBy(
  conversations: readonly Conversation[],
  key: (conversation: Conversation) => string,
): ReadonlyMap<string, readonly Conversation[]> {
  const groups = new Map<string, Conversation[]>();
  for (const conversation of conversations) {
    const group = groups.get(key(conversation));
    if (group === undefined) groups.set(key(conversation), [conversation]);
    else group.push(conversation);
  }
  return groups;
}
