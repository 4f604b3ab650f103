import * as v from 'valibot';
import { plainText } from './aligned-text.ts';
import type { Section } from './flat-steps.ts';
import { isLocal } from './inert-units.ts';
import type { Normalize } from './normalizer.ts';

// Runs of spaces, as normalisers of published tokenizers squeeze them.
const SQUEEZED = [' {2,}', ' +', '\\s+'];

const replacing = v.object({
  pattern: v.union([v.object({ String: v.string() }), v.object({ Regex: v.string() })]),
  content: v.string(),
});

const isOneUnit = (text: string): boolean => text.length === 1;

/** Whether a step replaces what an expression matches. */
export function isSqueeze(step: Section): boolean {
  const read = v.safeParse(replacing, step);
  return step.type === 'Replace' && read.success && 'Regex' in read.output.pattern;
}

/** What a `Replace` makes of the space at the front of a chunk; undefined when it could look across the cut. */
function replacedSpace(step: Section, space: string): string | undefined {
  const read = v.safeParse(replacing, step);
  if (!read.success) return undefined;
  const { pattern, content } = read.output;
  if ('Regex' in pattern) return SQUEEZED.includes(pattern.Regex) && content === space ? space : undefined;
  if (!isOneUnit(pattern.String)) return undefined;
  if (pattern.String !== space) return space;
  return isOneUnit(content) ? content : undefined;
}

export interface Step {
  readonly section: Section;
  readonly run: Normalize;
}

/** Whether a `Prepend` changes nothing about cuts: it is put in front of the first chunk only, and cannot join with its first character. */
export function isHarmlessPrepend(step: Section): boolean {
  const read = v.safeParse(v.object({ type: v.literal('Prepend'), prepend: v.string() }), step);
  return read.success && [...read.output.prepend].every((character) => isOneUnit(character) && character > ' ');
}

/** What becomes of the space at the front of a chunk in the normaliser; undefined when a step could look across the cut. */
export function normalizedSpace(steps: readonly Step[]): string | undefined {
  let space: string | undefined = ' ';
  for (const { section: step, run } of steps) {
    if (space === undefined) return undefined;
    if (step.type === 'Replace') space = replacedSpace(step, space);
    else if (!isLocal(step.type) || run(plainText(space, 0)).text !== space) return undefined;
  }
  return space;
}
