import type { AdapterReport } from '../../report/adapter-report.ts';
import { type AdapterOutcome, adapterAdvice } from './adapter-advice.ts';
import { mergeWords } from './merge-words.ts';

export interface AdapterVerdict {
  readonly state: 'good' | 'bad' | 'unknown';
  readonly words: string;
  readonly because: string;
  /** What to do about it; nothing where all is well. */
  readonly advice?: string;
}

const STATES: Readonly<Partial<Record<AdapterOutcome, AdapterVerdict['state']>>> = {
  merged: 'good',
  readable: 'good',
  unknown: 'unknown',
  renamed: 'unknown',
  'no-update': 'unknown',
};

const WORDS: Readonly<Record<AdapterOutcome, string>> = {
  ...mergeWords,
  damaged: 'damaged',
  untrained: 'untrained',
  unmatched: 'does not fit',
  renamed: 'named otherwise',
  'no-update': 'no update',
  readable: 'readable',
};

/** The one line that counts: about the merge when there is one, else about the adapter itself. */
export function adapterVerdict(report: AdapterReport): AdapterVerdict {
  const { outcome, because } = outcomeOf(report);
  const advice = adapterAdvice[outcome];
  return {
    state: STATES[outcome] ?? 'bad',
    words: WORDS[outcome],
    because,
    ...(advice === undefined ? {} : { advice }),
  };
}

interface Judged {
  readonly outcome: AdapterOutcome;
  readonly because: string;
}

function outcomeOf({ merge, modules, keyMap }: AdapterReport): Judged {
  const count = (flag: AdapterReport['modules'][number]['flags'][number]) =>
    modules.filter(({ flags }) => flags.includes(flag)).length;
  const of = (number: number) => `${number} of ${modules.length} modules`;
  const notFinite = count('not-finite');
  if (merge?.verdict === 'merged' && notFinite > 0)
    return { outcome: 'damaged', because: `${of(notFinite)} hold NaN or infinity; beside these: ${merge.because}` };
  if (merge !== undefined) return { outcome: merge.verdict, because: merge.because };
  const broken = notFinite + count('unreadable');
  if (broken > 0) return { outcome: 'damaged', because: `${of(broken)} hold NaN, infinity or factors that do not fit` };
  const zero = count('zero-update');
  if (zero > 0 && zero === modules.length)
    return { outcome: 'untrained', because: `${of(zero)} have an update of exactly zero` };
  const misnamed = keyMap && namesOutcome(keyMap);
  if (misnamed !== undefined) return misnamed;
  if (modules.length === 0) return { outcome: 'no-update', because: 'the adapter has no pair of factors' };
  const rest =
    zero > 0 ? `${of(zero)} have an update of exactly zero` : `${of(modules.length)} are readable and finite`;
  return { outcome: 'readable', because: rest };
}

function namesOutcome({ unmatched, renamed, named }: NonNullable<AdapterReport['keyMap']>): Judged | undefined {
  if (unmatched.length > 0)
    return { outcome: 'unmatched', because: `${unmatched.length} of ${named} names are not in the base` };
  if (renamed.length === 0) return undefined;
  return {
    outcome: 'renamed',
    because: `${renamed.length} of ${named} names fit the base only after a known renaming: the library that loads the adapter decides`,
  };
}
