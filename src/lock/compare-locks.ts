import { changedKeys } from './changed-keys.ts';
import { compareMasks } from './compare-masks.ts';
import { compareProbes } from './compare-probes.ts';
import { LOCK_SECTIONS, type Lock, type LockSection } from './lock.ts';
import type { LockDifference } from './lock-difference.ts';
import { SECTION_WORDS } from './section-words.ts';

/** Compares two locks section by section, `before` being the trusted one. Empty when nothing changed and nothing was lost from sight. */
export function compareLocks(before: Lock, after: Lock): readonly LockDifference[] {
  return LOCK_SECTIONS.flatMap((section) => lostFromSight(section, before, after) ?? changed(section, before, after));
}

/** Defined when at least one of the locks does not know the section. */
function lostFromSight(section: LockSection, before: Lock, after: Lock): readonly LockDifference[] | undefined {
  const [was, is] = [before[section], after[section]];
  if (is.state === 'frozen') return was.state === 'frozen' ? undefined : [];
  if (was.state === 'unknown') return [];
  const { name } = SECTION_WORDS[section];
  return [
    {
      section,
      weight: 'unknown',
      what: `${name} cannot be compared: ${is.because}.`,
      why: 'It was frozen, so it belongs to what was trained; whether it is still the same is open.',
      fix: 'Add the file, or verify a folder that has it.',
      details: [],
    },
  ];
}

function changed(section: LockSection, before: Lock, after: Lock): readonly LockDifference[] {
  switch (section) {
    case 'probes':
      return both(before.probes, after.probes, compareProbes);
    case 'mask':
      return both(before.mask, after.mask, compareMasks);
    case 'stop':
      return both(before.stop, after.stop, compareStops);
    case 'template':
      return both(before.template, after.template, (was, is) =>
        different(
          section,
          changedKeys({ sha256: was.sha256, start: was.start }, { sha256: is.sha256, start: is.start }),
        ),
      );
    case 'tokenizer':
      return both(before.tokenizer, after.tokenizer, compareTokenizers);
    case 'decoding':
      return both(before.decoding, after.decoding, compareDecoding);
    case 'base':
      return both(before.base, after.base, (was, is) => different(section, fingerprintChange(was, is)));
    case 'adapter':
      return both(before.adapter, after.adapter, (was, is) =>
        different(section, [
          ...changedKeys(was.config, is.config),
          ...fingerprintChange(was.fingerprint, is.fingerprint),
        ]),
      );
    case 'versions':
    case 'specialIds':
    case 'lengths':
    case 'images':
      return both<Readonly<Record<string, unknown>>>(before[section], after[section], (was, is) =>
        different(section, changedKeys(was, is)),
      );
  }
}

type Section<T> = { readonly state: 'frozen'; readonly value: T } | { readonly state: 'unknown' };

function both<T>(
  before: Section<T>,
  after: Section<T>,
  compare: (before: T, after: T) => readonly LockDifference[],
): readonly LockDifference[] {
  return before.state === 'frozen' && after.state === 'frozen' ? compare(before.value, after.value) : [];
}

function different(section: LockSection, details: readonly string[]): readonly LockDifference[] {
  if (details.length === 0) return [];
  const { name, weight, why, fix } = SECTION_WORDS[section];
  return [{ section, weight, what: `${name} changed.`, why, fix, details }];
}

type Frozen<K extends LockSection> = Extract<Lock[K], { readonly state: 'frozen' }>['value'];

/** The bytes of tokenizer.json change when it is saved again; what counts is what they say, and the probes show that. */
function compareTokenizers(was: Frozen<'tokenizer'>, is: Frozen<'tokenizer'>): readonly LockDifference[] {
  const [before, after] = [was, is].map(({ vocabulary, addedTokens, tokens, sample }) => ({
    vocabulary,
    addedTokens,
    'hash of all tokens': tokens,
    ...texts(sample),
  }));
  const meaning = changedKeys(before ?? {}, after ?? {});
  if (meaning.length > 0 || was.sha256 === is.sha256) return different('tokenizer', meaning);
  return different('tokenizer', changedKeys({ sha256: was.sha256 }, { sha256: is.sha256 })).map((difference) => ({
    ...difference,
    weight: 'note' as const,
    what: 'The file tokenizer.json is another one that has the same tokens.',
  }));
}

function texts(sample: Frozen<'tokenizer'>['sample']): Readonly<Record<string, string>> {
  return Object.fromEntries(sample.map(({ id, text }) => [`token ${id}`, text]));
}

function compareStops(was: Frozen<'stop'>, is: Frozen<'stop'>): readonly LockDifference[] {
  const lost = was.stopsAt.filter((id) => !is.stopsAt.includes(id));
  const details = changedKeys(was, is);
  if (details.length === 0) return [];
  const needed = lost.filter((id) => was.endsAnswers.includes(id));
  const isBroken = needed.length > 0 || JSON.stringify(was.endsAnswers) !== JSON.stringify(is.endsAnswers);
  return different('stop', details).map((difference) => ({ ...difference, weight: isBroken ? 'breaks' : 'note' }));
}

/** A served folder sets less than a request does: only what both set, and set otherwise, is known to decode otherwise. */
function compareDecoding(was: Frozen<'decoding'>, is: Frozen<'decoding'>): readonly LockDifference[] {
  const isChanged = Object.entries(was).some(([key, value]) => Object.hasOwn(is, key) && is[key] !== value);
  const weight = isChanged ? 'breaks' : 'note';
  return different('decoding', changedKeys(was, is)).map((difference) => ({ ...difference, weight }));
}

function fingerprintChange(was: Frozen<'base'>, is: Frozen<'base'>): readonly string[] {
  if (was.names !== is.names) {
    return [`names, shapes or types of the tensors are others (${was.tensors} tensors before, ${is.tensors} now)`];
  }
  if (was.sample === is.sample) return [];
  return [`the same tensors, but their bytes differ (${is.sampledBytes} of ${is.totalBytes} bytes compared)`];
}
