import { type JsonValue, parseJson } from '../formats/json.ts';
import { readJsonRows } from '../formats/json-rows.ts';
import { readJsonLines } from '../formats/jsonl.ts';
import type { DamageList } from './damage-list.ts';
import type { LocatedFile } from './folder.ts';
import { noteJsonTraps } from './json-notes.ts';
import { problemText } from './problem-text.ts';

/** One row of a .jsonl or .json file. A row that could not be read has no value; what was wrong is in the damage list. */
export interface ReadRow {
  /** From 0, damaged rows counted. */
  readonly index: number;
  /** Line in a .jsonl file, row number in a .json file, from 1. */
  readonly line: number;
  readonly value?: { readonly [key: string]: JsonValue };
}

/** Enough to tell a .json file that holds JSON Lines (as `datasets` writes them) from one that holds an array. */
const PEEKED_BYTES = 256 * 1024;

/** Streams the rows of a file and collects what is wrong with them. Never throws; a read error is damage of the file. */
export async function* readRows(file: LocatedFile, damage: DamageList): AsyncGenerator<ReadRow> {
  const stream = file.files.stream(file.path);
  const json = file.path.endsWith('.json') && !(await holdsLines(file));
  const items = json ? readJsonRows(stream, { nonFinite: true }) : readJsonLines(stream, { nonFinite: true });
  let index = 0;
  for await (const item of items) {
    const line = 'row' in item ? item.row : (item.line ?? index + 1);
    const at = 'row' in item ? undefined : line;
    if (item.state === 'damaged') {
      damage.add(withColumn(item), item.line);
      yield { index: index++, line };
    } else {
      noteJsonTraps(item, damage, at);
      if (isObject(item.value)) yield { index: index++, line, value: item.value };
      // `datasets` (5.0) makes a column `text` of an array of strings.
      else if ('row' in item && typeof item.value === 'string')
        yield { index: index++, line, value: { text: item.value } };
      else {
        damage.add(`${'row' in item ? `row ${item.row}` : 'the row'} is not a JSON object; it was left out`, at);
        yield { index: index++, line };
      }
    }
  }
  if (stream.problem) damage.add(`reading stopped: ${problemText(stream.problem)}`);
}

function withColumn(item: { readonly reason: string; readonly column?: number }): string {
  return item.column === undefined ? item.reason : `column ${item.column}: ${item.reason}`;
}

async function holdsLines(file: LocatedFile): Promise<boolean> {
  const head = await file.files.slice(file.path, 0, PEEKED_BYTES);
  if (!head.ok) return false;
  const text = new TextDecoder()
    .decode(head.value)
    .replace(/^\uFEFF/, '')
    .trimStart();
  const end = text.indexOf('\n');
  if (!text.startsWith('{') || end === -1 || text.slice(end).trim() === '') return false;
  return parseJson(text.slice(0, end)).ok;
}

function isObject(value: JsonValue): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
