import { found, type Gathered, unreadable } from '../evidence/gathered.ts';
import type { OllamaModelfile } from '../evidence/ollama-modelfile.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { LocatedFile } from './folder.ts';
import { problemText } from './problem-text.ts';

/** A Modelfile is a page of text; LICENSE blocks make some of them 100 KB. */
const MODELFILE_LIMIT = 4 * 1024 * 1024;
const MAX_COMMANDS = 10_000;

/** Reads a Modelfile as Ollama's parser does: one command a line, values plain, in quotes or in triple quotes over several lines. */
export async function gatherModelfile(file: LocatedFile): Promise<Gathered<OllamaModelfile>> {
  const text = await file.files.text(file.path, MODELFILE_LIMIT);
  const parsed = text.ok ? parseCommands(text.value) : text;
  if (!parsed.ok) return unreadable(file.shown, problemText(parsed.problem));
  const commands = parsed.value;
  const last = (name: string) => commands.findLast((command) => command.name === name)?.value;
  const from = last('from');
  if (from === undefined) return unreadable(file.shown, 'it has no FROM line, so it is no Modelfile');
  const [template, system, adapter, renderer] = ['template', 'system', 'adapter', 'renderer'].map(last);
  return found(
    {
      path: file.shown,
      from,
      parameters: commands.filter(({ name }) => name === 'parameter').map(({ value }) => splitWord(value)),
      messages: commands
        .filter(({ name }) => name === 'message')
        .map(({ value }) => {
          const [role, content] = splitWord(value);
          return { role, content };
        }),
      ...(template === undefined ? {} : { template }),
      ...(system === undefined ? {} : { system }),
      ...(adapter === undefined ? {} : { adapter }),
      ...(renderer === undefined ? {} : { renderer }),
    },
    file.shown,
  );
}

interface ModelfileCommand {
  readonly name: string;
  readonly value: string;
}

const KEYWORD = /^[ \t]*(from|parameter|template|system|adapter|renderer|parser|license|message|requires)[ \t]+/i;

function parseCommands(text: string): Result<readonly ModelfileCommand[]> {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n');
  const commands: ModelfileCommand[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (/^\s*(#.*)?$/.test(line)) continue;
    const [keyword, name] = KEYWORD.exec(line) ?? [];
    if (keyword === undefined || name === undefined) {
      return failed('it begins with no command that Ollama knows', { line: at + 1 });
    }
    if (commands.length >= MAX_COMMANDS) return failed(`it has more than ${MAX_COMMANDS} commands`, { line: at + 1 });
    const value = readValue(lines, at, keyword.length);
    if (value === undefined) return failed(`the """ after ${name.toUpperCase()} is never closed`, { line: at + 1 });
    commands.push({ name: name.toLowerCase(), value: value.text });
    at = value.line;
  }
  return ok(commands);
}

/** The value that begins at `column`, and the line it ends on; undefined when its quotes are never closed. */
function readValue(
  lines: readonly string[],
  at: number,
  column: number,
): { readonly text: string; readonly line: number } | undefined {
  const rest = (lines[at] ?? '').slice(column);
  // MESSAGE and PARAMETER have a word before the quotes.
  const opening = /^(?:\S+[ \t]+)?"""/.exec(rest)?.[0];
  if (opening === undefined) return { text: unquoted(rest.trim()), line: at };
  const head = opening.slice(0, -3);
  const first = rest.slice(opening.length);
  for (let line = at, text = first; ; ) {
    const end = text.indexOf('"""');
    if (end >= 0) return { text: head + text.slice(0, end), line };
    line += 1;
    const next = lines[line];
    if (next === undefined) return undefined;
    text = `${text}\n${next}`;
  }
}

function unquoted(text: string): string {
  const [, word = '', quoted] = /^(\S+[ \t]+)?"([^"]*)"$/.exec(text) ?? [];
  return quoted === undefined ? text : word + quoted;
}

function splitWord(value: string): readonly [string, string] {
  const [, word = value, rest = ''] = /^(\S+)\s+([\s\S]*)$/.exec(value) ?? [];
  return [word, rest];
}
