import { pythonStrip } from '../../chat-template/python-strip.ts';
import { isRecord } from '../../formats/is-record.ts';
import type { Row, RowValue } from '../../formats/row-value.ts';
import type { LabelNote, LabelWarning } from '../label-prediction.ts';
import type { RowLabels } from './label-row.ts';
import type { Plan } from './plan.ts';
import { warning } from './warning.ts';

/** Adds up over the rows what the trainer logs or does silently per row. */
export interface RowTally {
  /** A row of the data set as given, before the trainer changed it. */
  read(row: Row): void;
  labelled(row: RowLabels, index: number): void;
  warnings(): LabelWarning[];
  notes(): LabelNote[];
}

const COLUMNS = ['messages', 'prompt', 'completion', 'conversations'];
const ROLES = new Set(['user', 'assistant', 'system', 'tool', 'developer']);
const FIELDS = new Set(['role', 'content', 'from', 'value']);
// Names are shown in a report; a hostile file could hold a different one in every row.
const MAX_NAMES = 50;
// TRL's own default, which applies when the setting is absent.
const DEFAULT_LENGTH = 1024;

interface Count {
  rows: number;
  firstRow: number;
}

function count(into: Count, index: number): void {
  if (into.rows++ === 0) into.firstRow = index;
}

function readMessage(message: RowValue, roles: Set<string>, keys: Set<string>): void {
  if (!isRecord(message)) return;
  const role = message.role ?? message.from;
  if (typeof role === 'string' && !ROLES.has(role) && roles.size < MAX_NAMES) roles.add(role);
  for (const key in message) if (!FIELDS.has(key) && keys.size < MAX_NAMES && message[key] !== null) keys.add(key);
}

/** Whether ids end, white space apart, with a token of the added vocabulary. */
function createEndTest(plan: Plan): (ids: readonly number[]) => boolean {
  const { tokenizer } = plan.encoder;
  const added = new Set(tokenizer.addedTokens.map(({ id }) => id));
  const blank = new Map<number, boolean>();
  const isBlank = (id: number): boolean => {
    const known = blank.get(id);
    if (known !== undefined) return known;
    const found = !added.has(id) && pythonStrip(tokenizer.decode([id])) === '';
    blank.set(id, found);
    return found;
  };
  return (ids) => {
    const last = ids.findLast((id) => !isBlank(id));
    return last === undefined || added.has(last);
  };
}

/** Counters for one data set; the parts of several workers are not merged here. */
export function createRowTally(plan: Plan): RowTally {
  const none = (): Count => ({ rows: 0, firstRow: 0 });
  const mismatched = none();
  const unmapped = none();
  const unended = none();
  const overDefault = none();
  let spills = 0;
  let lost = 0;
  let rejected = 0;
  const roles = new Set<string>();
  const keys = new Set<string>();
  const isChat = !plan.isTokenised && plan.eos.kind !== 'text';
  const endsWithAdded = createEndTest(plan);
  const source = plan.encoder.templates.used ?? '';

  const read = (row: Row): void => {
    if (row.label === false && 'completion' in row) rejected++;
    for (const column of COLUMNS) {
      const messages = row[column];
      if (Array.isArray(messages)) for (const message of messages) readMessage(message, roles, keys);
    }
  };
  const labelled = (row: RowLabels, index: number): void => {
    if (row.isMismatched) count(mismatched, index);
    if (row.spills + row.lost > 0) count(unmapped, index);
    spills += row.spills;
    lost += row.lost;
    if (row.inputIds.length > DEFAULT_LENGTH) count(overDefault, index);
    if (isChat && !endsWithAdded(row.inputIds)) count(unended, index);
  };
  const notes = (): LabelNote[] => {
    const unread = [...keys].filter((key) => !source.includes(key));
    const found: LabelNote[] = [];
    if (rejected > 0 && !plan.isTokenised) found.push({ kind: 'preference-label-ignored', rejectedRows: rejected });
    if (roles.size > 0 && !plan.isTokenised) found.push({ kind: 'unmapped-roles', roles: [...roles] });
    if (unread.length > 0 && isChat) found.push({ kind: 'message-key-unread', keys: unread });
    if (mismatched.rows > 0) found.push({ kind: 'prompt-not-prefix', ...mismatched });
    if (unmapped.rows > 0) found.push({ kind: 'assistant-span-unmapped', spills, lost, firstRow: unmapped.firstRow });
    if (unended.rows > 0) found.push({ kind: 'row-end-without-terminator', ...unended });
    if (overDefault.rows > 0 && plan.config.max_length === undefined)
      found.push({ kind: 'default-length-not-applied', ...overDefault });
    return found;
  };
  const warnings = (): LabelWarning[] =>
    mismatched.rows > 0 && plan.behaviour.masksPrompt ? [{ ...warning('prompt-mismatch'), ...mismatched }] : [];
  return { read, labelled, warnings, notes };
}
