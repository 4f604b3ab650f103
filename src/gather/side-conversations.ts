import * as v from 'valibot';
import { isAnsweringRole } from '../evidence/answering-role.ts';
import type { Damage } from '../evidence/damage.ts';
import { found, type Gathered } from '../evidence/gathered.ts';
import type { Conversation, ConversationFile } from '../evidence/side-facts.ts';
import { createDamageList, type DamageList } from './damage-list.ts';
import type { DataFiles } from './data-files.ts';
import type { LocatedFile } from './folder.ts';
import { noRows } from './no-rows.ts';
import { type ReadDataRow, readDataRows } from './read-data-rows.ts';
import { readRows } from './read-rows.ts';

/** Two sides differ by what they do, not by how often: hundreds of conversations show every difference. */
const MAX_CONVERSATIONS = 2000;
/** 64 MB of text, in UTF-16 units of two bytes. */
const MAX_UNITS = 32 * 1024 * 1024;
/** Messages, message, content, block, arguments of a call: nothing nests deeper. */
const MAX_DEPTH = 8;

const messages = v.pipe(v.array(v.looseObject({ role: v.string() })), v.minLength(1));
const row = v.looseObject({
  id: v.nullish(v.union([v.string(), v.number()])),
  messages: v.optional(v.unknown()),
  prompt: v.optional(v.unknown()),
  completion: v.optional(v.unknown()),
  prompt_ids: v.nullish(v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0)))),
  tools: v.nullish(v.union([v.string(), v.array(v.unknown())])),
  chat_template_kwargs: v.nullish(v.record(v.string(), v.unknown())),
});
type Row = v.InferOutput<typeof row>;

type AnyRow = Pick<ReadDataRow, 'index' | 'line' | 'value' | 'lost'>;

/** Reads logged requests with everything a template can see (tools, content blocks, template variables), and the prompts that were sent. */
export async function readSentConversations(file: LocatedFile): Promise<Gathered<ConversationFile>> {
  const damage = createDamageList(file.shown);
  const read = await collect(readRows(file, damage), damage, 'requests');
  return conversationFile(file.shown, read, damage.entries());
}

/** Reads the rows of a data set, of whichever format, without their last answer; only the one with the index `only` when that is given. */
export async function readDataConversations(data: DataFiles, only?: number): Promise<Gathered<ConversationFile>> {
  const lists: DamageList[] = [];
  const note = createDamageList(data.shown);
  const rows = readDataRows(data, ({ shown }) => {
    const list = createDamageList(shown);
    lists.push(list);
    return list;
  });
  const read = await collect(only === undefined ? rows : onlyRow(rows, only), note, 'data');
  return conversationFile(
    data.shown,
    read,
    [note, ...lists].flatMap((list) => list.entries()),
  );
}

async function* onlyRow(rows: AsyncIterable<AnyRow>, only: number): AsyncGenerator<AnyRow> {
  for await (const row of rows) {
    if (row.index === only) yield row;
    if (row.index >= only) return;
  }
}

type Collected = Pick<ConversationFile, 'conversations' | 'total' | 'withoutMessages'>;

async function collect(
  rows: AsyncIterable<AnyRow>,
  damage: DamageList,
  purpose: 'requests' | 'data',
): Promise<Collected> {
  const conversations: Conversation[] = [];
  let [total, withoutMessages, units] = [0, 0, 0];
  for await (const { index, line = index + 1, value, lost = 1 } of rows) {
    total = index + lost;
    if (!value || conversations.length >= MAX_CONVERSATIONS || units >= MAX_UNITS) continue;
    const valid = v.safeParse(row, value);
    if (!valid.success) {
      damage.add(`${v.getDotPath(valid.issues[0]) ?? 'the row'}: ${valid.issues[0].message}`, line);
      continue;
    }
    const conversation = conversationOf(valid.output, { index, line }, purpose);
    if (conversation === undefined) withoutMessages++;
    else {
      conversations.push(conversation);
      units += textUnits(conversation.input.messages);
    }
  }
  return { conversations, total, withoutMessages };
}

function conversationFile(
  path: string,
  { conversations, total, withoutMessages }: Collected,
  damage: readonly Damage[],
): Gathered<ConversationFile> {
  if (conversations.length + withoutMessages === 0) return noRows(path, damage);
  return found({ path, conversations, total, withoutMessages, damage }, path);
}

/** Text of a value in UTF-16 units; the bytes of images are shared with the row and not counted. */
function textUnits(value: unknown, depth = 0): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || depth > MAX_DEPTH) return 0;
  return Object.values(value).reduce<number>((sum, inner) => sum + textUnits(inner, depth + 1), 0);
}

function conversationOf(
  given: Row,
  { index, line }: { readonly index: number; readonly line: number },
  purpose: 'requests' | 'data',
): Conversation | undefined {
  const turns = turnsOf(given, purpose);
  if (turns === undefined) return undefined;
  const { asked, answer } = turns;
  const isPrefilled = isAnsweringRole(asked.at(-1)?.role ?? '');
  const tools = toolsOf(given.tools);
  const sent = purpose === 'requests' ? sentOf(given) : undefined;
  return {
    id: given.id == null ? `line ${line}` : String(given.id),
    row: index,
    input: {
      messages: asked,
      ...(isPrefilled ? { continueFinalMessage: true } : { addGenerationPrompt: true }),
      ...(tools === undefined ? {} : { tools }),
      ...(given.chat_template_kwargs == null ? {} : { variables: given.chat_template_kwargs }),
    },
    ...(answer === undefined ? {} : { answer }),
    ...(sent === undefined ? {} : { sent }),
  };
}

type Messages = v.InferOutput<typeof messages>;

/** The turns up to where the model is asked, and of a training row what follows. */
function turnsOf(
  given: Row,
  purpose: 'requests' | 'data',
): { readonly asked: Messages; readonly answer?: Messages } | undefined {
  const whole = v.safeParse(messages, given.messages);
  if (!whole.success) {
    const prompt = v.safeParse(messages, given.prompt);
    const completion = v.safeParse(messages, given.completion);
    if (!prompt.success) return undefined;
    return { asked: prompt.output, ...(completion.success ? { answer: completion.output } : {}) };
  }
  if (purpose === 'requests') return { asked: whole.output };
  const last = whole.output.findLastIndex(({ role }) => isAnsweringRole(role));
  return last > 0 ? { asked: whole.output.slice(0, last), answer: whole.output.slice(last) } : undefined;
}

/** Some data sets keep the schemas as a JSON text, as Arrow has no type for them. */
function toolsOf(given: Row['tools']): readonly unknown[] | undefined {
  if (typeof given !== 'string') return given ?? undefined;
  try {
    const parsed: unknown = JSON.parse(given);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function sentOf({ prompt, prompt_ids: ids }: Row): Conversation['sent'] {
  if (typeof prompt !== 'string' && ids == null) return undefined;
  return { ...(typeof prompt === 'string' ? { text: prompt } : {}), ...(ids == null ? {} : { ids }) };
}
