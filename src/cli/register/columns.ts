import { InvalidArgumentError } from 'commander';

/** Reads the value of `--width`. */
export function columns(text: string): number {
  const width = Number(text);
  if (!Number.isInteger(width) || width < 40) throw new InvalidArgumentError('must be a whole number of at least 40.');
  return width;
}
