import { extname } from 'node:path';
import { listWords } from '../../lib/list-words.ts';
import { shellWord } from '../../lib/shell-word.ts';
import type { Format } from '../../render/render.ts';
import type { UserMessage } from '../user-message.ts';

const WORDS: Readonly<Record<Format, string>> = {
  terminal: 'text',
  json: 'JSON',
  html: 'HTML',
  markdown: 'Markdown',
  sarif: 'SARIF',
};
const ENDINGS: Readonly<Record<Format, string>> = {
  terminal: '.txt',
  json: '.json',
  html: '.html',
  markdown: '.md',
  sarif: '.sarif',
};

interface RefusedFormat {
  readonly out: string;
  readonly named: Format;
  readonly command: string;
  readonly formats: readonly Format[];
}

/** The name of the output file asks for a format that the command does not write. */
export function cannotWriteFormat({ out, named, command, formats }: RefusedFormat): UserMessage {
  const stem = out.slice(0, out.length - extname(out).length);
  return {
    what: `lockstep ${command} does not write ${WORDS[named]}, which the name ${out} asks for`,
    likely: `a name that suits another command; this one writes ${listWords(formats.map((one) => WORDS[one]))}`,
    try: formats
      .filter((one) => one !== 'terminal')
      .map((one) => `lockstep ${command} … --out ${shellWord(stem + ENDINGS[one])}`),
  };
}
