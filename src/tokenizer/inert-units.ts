import { plainText } from './aligned-text.ts';
import { flatSteps, type Section } from './flat-steps.ts';
import { createNormalizer, type Normalize } from './normalizer.ts';
import { NOT_INK, plainUnits } from './plain-units.ts';

/**
 * Normalisers that look at one character, grapheme cluster or normal form at a time: what they do to a character that stands
 * alone does not depend on its neighbours.
 */
const LOCAL: ReadonlySet<string> = new Set([
  'NFC',
  'NFD',
  'NFKC',
  'NFKD',
  'Lowercase',
  'StripAccents',
  'Nmt',
  'BertNormalizer',
  'Precompiled',
]);

export const isLocal = (kind: string): boolean => LOCAL.has(kind);

/** Whether every step leaves a UTF-16 unit as it is wherever it stands among its like. The steps must be local. */
export function inertUnits(steps: readonly Normalize[]): (unit: number) => boolean {
  // 0 not asked yet, 1 inert, 2 not.
  const states = new Uint8Array(65_536);
  const ask = (unit: number): boolean => {
    if (plainUnits[unit] === NOT_INK) return false;
    const character = String.fromCharCode(unit);
    return steps.every((step) => step(plainText(character, 0)).text === character);
  };
  return (unit) => {
    if (states[unit] === 0) states[unit] = ask(unit) ? 1 : 2;
    return states[unit] === 1;
  };
}

/** The same for a `normalizer` section; undefined when one of its steps is not local. */
export function inertOf(normalizer: Section | null | undefined): ((unit: number) => boolean) | undefined {
  const steps = flatSteps(normalizer, 'normalizers');
  return steps.every((step) => isLocal(step.type))
    ? inertUnits(steps.map((step) => createNormalizer(step)))
    : undefined;
}
