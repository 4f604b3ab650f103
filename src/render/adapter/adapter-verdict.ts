import type { AdapterReport } from '../../report/adapter-report.ts';
import { mergeWords } from './merge-words.ts';

export interface AdapterVerdict {
  readonly state: 'good' | 'bad' | 'unknown';
  readonly words: string;
  readonly because: string;
}

/** The one line that counts: about the merge when there is one, else about the adapter itself. */
export function adapterVerdict({ merge, modules, keyMap }: AdapterReport): AdapterVerdict {
  const count = (flag: AdapterReport['modules'][number]['flags'][number]) =>
    modules.filter(({ flags }) => flags.includes(flag)).length;
  const of = (number: number) => `${number} of ${modules.length} modules`;
  const notFinite = count('not-finite');
  if (merge?.verdict === 'merged' && notFinite > 0)
    return {
      state: 'bad',
      words: 'damaged',
      because: `${of(notFinite)} hold NaN or infinity; beside these: ${merge.because}`,
    };
  if (merge !== undefined) {
    const state = merge.verdict === 'merged' ? 'good' : merge.verdict === 'unknown' ? 'unknown' : 'bad';
    return { state, words: mergeWords[merge.verdict], because: merge.because };
  }
  const broken = notFinite + count('unreadable');
  if (broken > 0)
    return { state: 'bad', words: 'damaged', because: `${of(broken)} hold NaN, infinity or factors that do not fit` };
  const zero = count('zero-update');
  if (zero > 0 && zero === modules.length)
    return { state: 'bad', words: 'untrained', because: `${of(zero)} have an update of exactly zero` };
  const lost = keyMap?.unmatched.length ?? 0;
  if (lost > 0)
    return {
      state: 'bad',
      words: 'does not fit',
      because: `${lost} of ${keyMap?.named ?? lost} names are not in the base`,
    };
  const renamed = keyMap?.renamed.length ?? 0;
  if (renamed > 0)
    return {
      state: 'unknown',
      words: 'named otherwise',
      because: `${renamed} of ${keyMap?.named ?? renamed} names fit the base only after a known renaming: the library that loads the adapter decides`,
    };
  if (modules.length === 0)
    return { state: 'unknown', words: 'no update', because: 'the adapter has no pair of factors' };
  const rest =
    zero > 0 ? `${of(zero)} have an update of exactly zero` : `${of(modules.length)} are readable and finite`;
  return { state: 'good', words: 'readable', because: rest };
}
