import type { RenderInput } from './chat-template/chat-template.ts';
import { type Marking, markGeneration } from './chat-template/mark/mark-generation.ts';
import { TemplateError } from './chat-template/template-error.ts';
import { createDamageList } from './gather/damage-list.ts';
import { folderAt, openTree } from './gather/folder.ts';
import { readRows } from './gather/read-rows.ts';
import { readSpecialTokens } from './gather/special-tokens.ts';
import { readTemplate } from './gather/template-file.ts';
import type { Problem, Result } from './lib/result.ts';
import type { RunFiles } from './source/run-files.ts';

/** A file by the folder that holds it, and its name there. */
export interface NamedFile {
  readonly files: RunFiles;
  readonly name: string;
}

export interface MarkedTemplate {
  readonly marking: Marking;
  /** Conversations of the user's that the result was tried on. */
  readonly conversations: number;
}

/** As many rows show every shape a data set has; rendering each four times takes a second. */
const MAX_CONVERSATIONS = 2000;

/**
 * Adds generation markers to the chat template in a .jinja or tokenizer_config.json file. Special tokens come from the tokenizer files
 * beside it. `data` holds conversations (`messages`, or `prompt` and `completion`) to prove the result on.
 */
export async function markTemplate(template: NamedFile, data?: NamedFile): Promise<Result<MarkedTemplate, Problem>> {
  const folder = folderAt(await openTree(template.files, ''), '');
  const source = await readTemplate(folder, template.name);
  if (!source.ok) return source;
  const { tokens: specialTokens } = await readSpecialTokens(folder);
  const conversations = data === undefined ? [] : await readConversations(data);
  try {
    const marking = markGeneration(source.value, { specialTokens, conversations });
    return { ok: true, value: { marking, conversations: conversations.length } };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { message, line, column } = error;
    return {
      ok: false,
      problem: {
        reason: message,
        ...(line === undefined ? {} : { line }),
        ...(column === undefined ? {} : { column }),
      },
    };
  }
}

async function readConversations({ files, name }: NamedFile): Promise<readonly RenderInput[]> {
  const located = folderAt(await openTree(files, ''), '').find(name);
  const conversations: RenderInput[] = [];
  if (located === undefined) return conversations;
  for await (const { value } of readRows(located, createDamageList(located.shown))) {
    const messages = value === undefined ? [] : conversationOf(value);
    if (messages.length > 0) conversations.push({ messages });
    if (conversations.length >= MAX_CONVERSATIONS) break;
  }
  return conversations;
}

function conversationOf(row: Readonly<Record<string, unknown>>): RenderInput['messages'] {
  const lists = row.messages === undefined ? [row.prompt, row.completion] : [row.messages];
  return lists.flatMap((list) => (Array.isArray(list) ? list.filter(isMessage) : []));
}

function isMessage(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && 'role' in value;
}
