import * as v from 'valibot';
import { isAnsweringRole } from '../evidence/answering-role.ts';
import { absent, found, type Gathered } from '../evidence/gathered.ts';
import type { InferenceRequest, Requests } from '../evidence/requests.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { createDamageList, type DamageList } from './damage-list.ts';
import type { Folder, LocatedFile } from './folder.ts';
import { messages, messageTurn } from './message-turn.ts';
import { noRows } from './no-rows.ts';
import { type ReadRow, readRows } from './read-rows.ts';
import { rowId } from './row-id.ts';
import { tokenIds } from './token-ids.ts';

/** Prompts differ by their template, not by their number: thousands show every difference. */
const MAX_ROWS = 20_000;
/** 256 MB of text and ids, in units of two bytes. */
const MAX_UNITS = 128 * 1024 * 1024;

/** inference/requests.jsonl: the prompts as they were really sent. */
export async function gatherRequests(inference: Folder | undefined): Promise<Gathered<Requests>> {
  const file = inference?.find('requests.jsonl');
  if (!file) return absent(inference?.show('requests.jsonl') ?? 'inference/requests.jsonl');
  const damage = createDamageList(file.shown);
  const rows: InferenceRequest[] = [];
  let total = 0;
  let units = 0;
  for await (const { index, request } of readRequests(file, damage)) {
    total = index + 1;
    if (!request || rows.length >= MAX_ROWS || units >= MAX_UNITS) continue;
    units += requestUnits(request);
    rows.push(request);
  }
  const entries = damage.entries();
  if (rows.length === 0) return noRows(file.shown, entries);
  return found({ path: file.shown, rows, total, damage: entries }, file.shown);
}

/** The requests of a file one by one; a row that could not be used has none, and is in the damage list. */
export async function* readRequests(
  file: LocatedFile,
  damage: DamageList,
): AsyncGenerator<{ readonly index: number; readonly request?: InferenceRequest }> {
  for await (const read of readRows(file, damage)) {
    const row = read.value === undefined ? undefined : requestOf(read);
    if (row?.ok === false) damage.add(row.problem.reason, read.line);
    yield { index: read.index, ...(row?.ok ? { request: row.value } : {}) };
  }
}

/** UTF-16 units and halves of ids that a request keeps in memory. */
export function requestUnits({ prompt, promptIds, turns = [] }: InferenceRequest): number {
  return turns.reduce((sum, { text }) => sum + text.length, (prompt?.length ?? 0) + 2 * (promptIds?.length ?? 0));
}

function requestOf({ value = {}, line }: ReadRow): Result<InferenceRequest> {
  const { messages: sent, prompt, prompt_ids: promptIds, split } = value;
  const turns = v.safeParse(v.nullish(messages), sent);
  if (!turns.success) return failed('messages is not a list of {role, content}');
  const ids = promptIds === undefined || promptIds === null ? undefined : tokenIds(promptIds, 'prompt_ids');
  if (ids && !ids.ok) return ids;
  if (prompt !== undefined && prompt !== null && typeof prompt !== 'string') return failed('prompt is not text');
  if (!turns.output && !ids && typeof prompt !== 'string') {
    return failed('holds none of messages, prompt and prompt_ids, so it does not say what was sent');
  }
  return ok({
    id: rowId(value.id, line),
    line,
    ...(typeof split === 'string' ? { split } : {}),
    ...(turns.output ? { turns: turns.output.map((given) => answered(messageTurn(given, false))) } : {}),
    ...(typeof prompt === 'string' ? { prompt } : {}),
    ...(ids ? { promptIds: ids.value } : {}),
  });
}

/** Earlier answers in a multi-turn request are what a model once said. */
function answered<T extends { readonly role: string }>(turn: T): T & { readonly answer: boolean } {
  return { ...turn, answer: isAnsweringRole(turn.role) };
}
