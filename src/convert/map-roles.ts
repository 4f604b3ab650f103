import { isRecord } from '../formats/is-record.ts';
import type { Row, RowValue } from '../formats/row-value.ts';
import { TEMPLATE_ROLES } from './conversion.ts';
import { type Change, type ConvertedRow, refused } from './converted-row.ts';

const LISTS = ['messages', 'conversations', 'conversation', 'prompt', 'completion', 'chosen', 'rejected'];

/**
 * ShareGPT `from` and `value` become `role` and `content`, `conversations` becomes `messages`, and role names are mapped to those of chat
 * templates. A role that neither the map nor chat templates know refuses the row: a template would drop it without a word.
 */
export function mapRoles(row: Row, roles: Readonly<Record<string, string>>): ConvertedRow {
  const counts = new Map<string, number>();
  const unknown = new Set<string>();
  const mapped = (message: RowValue): RowValue => {
    if (!isRecord(message)) return message;
    const { from, value, ...rest } = message;
    const role = message.role ?? from;
    if (typeof role !== 'string') return message;
    const to = Object.hasOwn(roles, role)
      ? roles[role]
      : Object.hasOwn(roles, role.toLowerCase())
        ? roles[role.toLowerCase()]
        : role;
    if (to === undefined || !TEMPLATE_ROLES.has(to)) unknown.add(role);
    else if (to !== role) counts.set(`${role} → ${to}`, (counts.get(`${role} → ${to}`) ?? 0) + 1);
    const content = message.content ?? value;
    return { ...rest, role: to ?? role, ...(content === undefined ? {} : { content }) };
  };
  const result: Record<string, RowValue> = {};
  const changes: Change[] = [];
  for (const [column, cell] of Object.entries(row)) {
    const name = column === 'conversations' || column === 'conversation' ? 'messages' : column;
    if (name !== column && row.messages !== undefined)
      return refused(`has both ${column} and messages: which one is trained on?`);
    if (name !== column) changes.push({ kind: 'conversations-renamed', detail: `${column} → messages`, count: 1 });
    result[name] = LISTS.includes(column) && Array.isArray(cell) ? cell.map(mapped) : cell;
  }
  if (unknown.size > 0) {
    const names = [...unknown].map((role) => JSON.stringify(role)).join(', ');
    return refused(`no chat template knows the role ${names}; --role ${[...unknown][0]}=user says what it is`);
  }
  for (const [detail, count] of counts) changes.push({ kind: 'roles-renamed', detail, count });
  return { state: 'converted', rows: [result], changes };
}
