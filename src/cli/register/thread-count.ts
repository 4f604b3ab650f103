import { InvalidArgumentError } from 'commander';

/** More threads than any machine has cores are a typing mistake. */
const MOST_THREADS = 256;

/** Reads the value of `--threads`. */
export function threadCount(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > MOST_THREADS)
    throw new InvalidArgumentError(`must be a whole number from 1 to ${MOST_THREADS}.`);
  return number;
}
