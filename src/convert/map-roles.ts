import { isRecord } from '../formats/is-record.ts';
import type { Row, RowValue } from '../formats/row-value.ts';
import { TEMPLATE_ROLES } from './conversion.ts';
import { type Change, type ConvertedRow, refused } from './converted-row.ts';

/** Columns that would all become `messages`. */
const RIVALS = ['messages', 'conversations', 'conversation'];
const LISTS = [...RIVALS, 'prompt', 'completion', 'chosen', 'rejected'];

type RoleMap = Readonly<Record<string, string>>;

/** What the messages of one row had for roles. */
interface RolesFound {
  /** `human → user` and how often. */
  readonly renamed: Map<string, number>;
  readonly unknown: Set<string>;
}

/**
 * ShareGPT `from` and `value` become `role` and `content`, `conversations` becomes `messages`, and role names are mapped to those of chat
 * templates. A role that neither the map nor chat templates know refuses the row: a template would drop it without a word.
 */
export function mapRoles(row: Row, roles: RoleMap): ConvertedRow {
  const found: RolesFound = { renamed: new Map(), unknown: new Set() };
  // Without a prototype, so that a column of any name is a column.
  const result: Record<string, RowValue> = Object.create(null);
  const changes: Change[] = [];
  for (const [column, cell] of Object.entries(row)) {
    const name = RIVALS.includes(column) ? 'messages' : column;
    if (name !== column) {
      const other = RIVALS.find((rival) => rival !== column && row[rival] !== undefined);
      if (other !== undefined) return refused(`has both ${column} and ${other}: which one is trained on?`);
      changes.push({ kind: 'conversations-renamed', detail: `${column} → messages`, count: 1 });
    }
    const isList = LISTS.includes(column) && Array.isArray(cell);
    result[name] = isList ? cell.map((message) => mapMessage(message, roles, found)) : cell;
  }
  const [example] = found.unknown;
  if (example !== undefined) {
    const names = [...found.unknown].map((role) => JSON.stringify(role)).join(', ');
    return refused(`no chat template knows the role ${names}; --role ${example}=user says what it is`);
  }
  for (const [detail, count] of found.renamed) changes.push({ kind: 'roles-renamed', detail, count });
  return { state: 'converted', rows: [result], changes };
}

function mapMessage(message: RowValue, roles: RoleMap, found: RolesFound): RowValue {
  if (!isRecord(message)) return message;
  const { from, value, ...rest } = message;
  const role = message.role ?? from;
  if (typeof role !== 'string') return message;
  const to = mappedRole(role, roles);
  if (!TEMPLATE_ROLES.has(to)) found.unknown.add(role);
  else if (to !== role) found.renamed.set(`${role} → ${to}`, (found.renamed.get(`${role} → ${to}`) ?? 0) + 1);
  const content = message.content ?? value;
  return { ...rest, role: to, ...(content === undefined ? {} : { content }) };
}

/** The map's own name for a role as written, then in lower case; a role the map lacks keeps its name. */
function mappedRole(role: string, roles: RoleMap): string {
  const spelled = [role, role.toLowerCase()].find((name) => Object.hasOwn(roles, name));
  return (spelled === undefined ? undefined : roles[spelled]) ?? role;
}
