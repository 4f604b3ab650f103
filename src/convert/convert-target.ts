import { isRecord } from '../formats/is-record.ts';
import { parseJson } from '../formats/json.ts';
import type { Row } from '../formats/row-value.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import { lookUpPath } from '../scoring/look-up-path.ts';
import { type ChatMessage, messagesOf } from './chat-message.ts';
import type { ClassTarget, JsonTarget } from './conversion.ts';
import { type ConvertedRow, refused } from './converted-row.ts';

/** Rewrites the answer of a row: JSON to its class, or a class to JSON. A chat row must have one assistant turn. */
export function convertTarget(row: Row, target: ClassTarget | JsonTarget): ConvertedRow {
  const place = answerPlace(row);
  if (typeof place === 'string') return refused(place);
  const rewritten = target.kind === 'class' ? classOf(place.text, target) : jsonOf(place.text, target);
  if (!rewritten.ok) return refused(rewritten.problem.reason);
  const kind = target.kind === 'class' ? 'answer-to-class' : 'class-to-json';
  return {
    state: 'converted',
    rows: [place.replace(rewritten.value)],
    changes: [{ kind, detail: target.kind === 'class' ? rewritten.value : place.text.trim(), count: 1 }],
  };
}

interface AnswerPlace {
  readonly text: string;
  readonly replace: (text: string) => Row;
}

function answerPlace(row: Row): AnswerPlace | string {
  if (typeof row.completion === 'string') {
    return { text: row.completion, replace: (completion: string) => ({ ...row, completion }) };
  }
  const column = row.completion === undefined ? 'messages' : 'completion';
  const messages = messagesOf(row, column);
  if (messages === undefined) return `has no ${column} column with an answer to rewrite`;
  const answers = messages.flatMap((message, at) => (message.role === 'assistant' ? [at] : []));
  const [at] = answers;
  if (at === undefined || answers.length > 1) {
    return `has ${answers.length} assistant turns in ${column}; split them first (--to prompt-completion)`;
  }
  const text = textOf(messages[at]);
  if (text === undefined) return 'has an answer that is not one text';
  return {
    text: text.text,
    replace: (changed: string) => ({ ...row, [column]: messages.with(at, text.replace(changed)) }),
  };
}

function textOf(
  message: ChatMessage | undefined,
): { text: string; replace: (text: string) => ChatMessage } | undefined {
  if (message === undefined) return undefined;
  const { content } = message;
  if (typeof content === 'string') return { text: content, replace: (text) => ({ ...message, content: text }) };
  const [block] = Array.isArray(content) && content.length === 1 ? content : [];
  if (!isRecord(block) || typeof block.text !== 'string') return undefined;
  return { text: block.text, replace: (text) => ({ ...message, content: [{ ...block, text }] }) };
}

function classOf(text: string, { path, classes }: ClassTarget): Result<string> {
  const parsed = parseJson(text.trim());
  if (!parsed.ok) return failed(`the answer is not JSON: ${parsed.problem.reason}`);
  const value = lookUpPath(parsed.value.value, path);
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    return failed('the answer has no class at the path');
  }
  return known(String(value), classes);
}

/** The pattern's own spacing is kept: the model learns it. */
function jsonOf(text: string, { pattern, classes }: JsonTarget): Result<string> {
  const found = known(text.trim(), classes);
  if (!found.ok) return found;
  return ok(pattern.replaceAll('"$class"', () => JSON.stringify(found.value)));
}

function known(name: string, classes: ReadonlySet<string> | undefined): Result<string> {
  if (classes === undefined || classes.has(name)) return ok(name);
  return failed(`the answer ${JSON.stringify(name.slice(0, 60))} is none of the classes`);
}
