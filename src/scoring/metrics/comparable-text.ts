import { PYTHON_SPACE } from './python-space.ts';

const RUN = new RegExp(`${PYTHON_SPACE}+`, 'g');

/** A text as ANLS compares it: lower case, trimmed, every run of white space one space (DocVQA's evaluation script). */
export function comparableText(text: string): string {
  const spaced = text.toLowerCase().replace(RUN, ' ');
  return spaced.slice(
    spaced.startsWith(' ') ? 1 : 0,
    spaced.length - (spaced.length > 1 && spaced.endsWith(' ') ? 1 : 0),
  );
}
