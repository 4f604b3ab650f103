import { TemplateError } from './template-error.ts';

const TAG = /\{%([-+]?)\s*(end)?generation\s*([-+]?)%\}/g;
const FIRST_PRIVATE = 0xe000;
const LAST_PRIVATE = 0xf8ff;

/** Two characters that occur in none of the given texts, to mark where a generation block starts and ends in the output. */
export interface GenerationMarks {
  readonly start: string;
  readonly end: string;
}

/** Picks marks from the private-use area. Throws TemplateError when the texts use the whole area. */
export function chooseMarks(texts: readonly string[]): GenerationMarks {
  const free: string[] = [];
  for (let code = FIRST_PRIVATE; code <= LAST_PRIVATE && free.length < 2; code++) {
    const mark = String.fromCharCode(code);
    if (texts.every((text) => !text.includes(mark))) free.push(mark);
  }
  const [start, end] = free;
  if (start === undefined || end === undefined)
    throw new TemplateError('ValueError', 'the conversation uses every private-use character');
  return { start, end };
}

/**
 * Replaces the generation tags by prints of two variables. The outer statements keep the tag's whitespace modifiers and its
 * line break handling, so the rest of the text renders as before (serving-contract.md A8).
 */
export function markGeneration(source: string, names: GenerationMarks): string {
  return source.replace(TAG, (_, before: string, closing: string | undefined, after: string) =>
    closing === undefined
      ? `{%${before} if true %}{{ ${names.start} }}{% if true ${after}%}`
      : `{%${before} endif %}{{ ${names.end} }}{% endif ${after}%}`,
  );
}

export interface Unmarked {
  readonly text: string;
  readonly spans: readonly (readonly [start: number, end: number])[];
}

/** Takes the marks out of the output and gives the blocks as code point ranges, inner blocks first as transformers lists them. */
export function readMarks(output: string, marks: GenerationMarks): Unmarked {
  const spans: [number, number][] = [];
  const open: number[] = [];
  let text = '';
  let points = 0;
  for (const part of output.split(new RegExp(`([${marks.start}${marks.end}])`))) {
    if (part === marks.start) open.push(points);
    else if (part === marks.end) {
      const start = open.pop();
      if (start !== undefined) spans.push([start, points]);
    } else {
      text += part;
      for (const _ of part) points++;
    }
  }
  return { text, spans };
}
