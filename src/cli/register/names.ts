import { InvalidArgumentError } from 'commander';

/** Reads names separated by commas; a comma inside a name is written `\,`. */
export function names(text: string): readonly string[] {
  const list = text.split(/(?<!\\),/).map((name) => name.replaceAll('\\,', ',').trim());
  if (list.some((name) => name === ''))
    throw new InvalidArgumentError('must be names separated by commas, none of them empty.');
  return list;
}
