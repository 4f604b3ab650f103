import { type AlignedText, plainText } from './aligned-text.ts';
import { borderOf, isSplitAtSpace, type Shape } from './chunk-border.ts';
import { endAnywhere, endAtBlank, standsAlone } from './chunk-end.ts';
import { isHarmlessPrepend, isSqueeze, normalizedSpace } from './chunk-space.ts';
import { flatSteps, type Section } from './flat-steps.ts';
import { inertUnits } from './inert-units.ts';
import { createNormalizer, type Normalize } from './normalizer.ts';
import { INK, plainUnits } from './plain-units.ts';
import type { SafeCuts } from './safe-cuts.ts';
import type { WordEnd } from './word-end.ts';

const SPACE = 32;
const CARRIAGE_RETURN = 13;
const BLANK = /^\p{White_Space}$/u;

export interface ChunkRule {
  /** Prepared when the model is known; undefined when chunks cannot be told with it. */
  readonly chunkEnd: (separates: SafeCuts | undefined) => WordEnd | undefined;
  /** Whether a text can be cut at all, by its front. */
  readonly applies: (units: Uint16Array, start: number, limit: number) => boolean;
  /** What to do to every chunk but the first of a text. */
  readonly innerNormalize: Normalize | undefined;
  readonly simple: SimpleChunks | undefined;
}

/** Chunks that become a single word, one unit for one. */
export interface SimpleChunks extends Shape {
  /** Whether spaces can stand in the chunk and behind its front; then each becomes the mark. */
  readonly spacesInside: boolean;
  /** Whether a unit can stand at the front without being ink. */
  readonly isFront: (unit: number) => boolean;
  /** Whether the normaliser leaves a unit alone and the pre-tokeniser does not cut at it. */
  readonly stays: (unit: number) => boolean;
}

export interface ChunkParts {
  readonly normalizer: Section | null | undefined;
  readonly preTokenizer: Section | null | undefined;
  /** Added tokens that are sought in normalised text, as they read there. */
  readonly sought: readonly { readonly content: string; readonly plain: boolean }[];
}

const isSpace = (unit: number): boolean => unit === SPACE;

/** Whether a control character or space is white space after normalising. */
function becomesBlank(steps: readonly Normalize[]): (unit: number) => boolean {
  const blank = Array.from({ length: SPACE + 1 }, (_, unit) => {
    if (unit === CARRIAGE_RETURN) return false;
    const text = plainText(String.fromCharCode(unit), 0);
    return BLANK.test(steps.reduce((done, step) => step(done), text).text);
  });
  return (unit) => unit <= SPACE && blank[unit] === true;
}

/** When the first characters of a text vanish in a charsmap, the places of all others drift, however far behind. */
function holdsFront(steps: readonly Normalize[]): ChunkRule['applies'] {
  const holds = (unit: number): boolean =>
    steps.reduce((text, step) => step(text), plainText(String.fromCharCode(unit), 0)).text !== '';
  // 0 not asked yet, 1 it holds, 2 not.
  const states = new Uint8Array(65_536);
  return (units, start, limit) => {
    const unit = units[start] ?? 0;
    if (unit === CARRIAGE_RETURN || !standsAlone(units, start)) return false;
    if (states[unit] === 0) states[unit] = holds(unit) ? 1 : 2;
    return states[unit] === 1 && (start + 1 === limit || standsAlone(units, start + 1));
  };
}

/**
 * Where texts can be cut into chunks that are encoded one by one with the same result, so that chunks can be remembered; only
 * for tokenizers without a scanner. Undefined when that cannot be shown.
 *
 * A cut is in front of a space that follows ink (where the pre-tokeniser would join the words at a cut: between any two
 * characters that no merge joins) and is not followed by a mark. Why it is safe: (1) the characters around it stand alone, and
 * every normaliser step leaves the one before as it is, turns a space into one known character and, being local, changes the
 * rest of either side without regard to the other; nothing at the front of a chunk vanishes, so the library's accounting of
 * lengths starts anew. (2) Either the pre-tokeniser begins a word there, or it would join the words and no merge of the model
 * reaches across. (3) No added token that is sought in normalised text can reach across.
 */
export function chunkRule({ normalizer, preTokenizer, sought }: ChunkParts): ChunkRule | undefined {
  const inner = flatSteps(normalizer, 'normalizers')
    .filter((step) => !isHarmlessPrepend(step))
    .map((step) => ({ section: step, run: createNormalizer(step) }));
  const normalized = normalizedSpace(inner);
  if (normalized === undefined) return undefined;
  const preTokenizers = flatSteps(preTokenizer, 'pretokenizers');
  const border = borderOf(preTokenizers, normalized);
  if (!border) return undefined;
  const last = border.kind === 'open' ? border.space : normalized;
  const reachesAcross = (content: string): boolean =>
    [...content.slice(1)].some((one) => one === normalized || one === last || BLANK.test(one));
  if (sought.some(({ content, plain }) => !plain || reachesAcross(content))) return undefined;
  const steps = inner.map((step) => step.run);
  const inert = inertUnits(steps);
  const isInk = (unit: number): boolean => plainUnits[unit] === INK && inert(unit);
  const squeezes = inner.some((step) => isSqueeze(step.section));
  const anywhere = border.kind === 'open' && border.anywhere && !squeezes && sought.length === 0;
  const base = {
    applies: inner.some((step) => step.section.type === 'Precompiled') ? holdsFront(steps) : () => true,
    innerNormalize:
      steps.length === 0 ? undefined : (text: AlignedText) => steps.reduce((done, step) => step(done), text),
  };
  if (border.kind === 'words') {
    const { shape, atBlanks } = border;
    const isFront = atBlanks ? becomesBlank(steps) : isSpace;
    // Metaspace cuts at its mark only, which is no plain character.
    const stays = shape?.spaceDropped ? isInk : inert;
    const simple = shape && sought.length === 0 ? { ...shape, spacesInside: false, stays, isFront } : undefined;
    return { ...base, chunkEnd: () => endAtBlank(isInk, isFront), simple };
  }
  const space = border.space.charCodeAt(0);
  const unsplit = preTokenizers.every((step) => step.type === 'Metaspace' || isSplitAtSpace(step));
  return {
    ...base,
    chunkEnd: (separates) => {
      if (!separates) return undefined;
      return anywhere
        ? endAnywhere(inert, separates, space)
        : endAtBlank((unit) => isInk(unit) && separates(unit, space), isSpace);
    },
    simple:
      anywhere && unsplit && border.space !== ' '
        ? { mark: border.space, spaceDropped: false, spacesInside: true, stays: inert, isFront: isSpace }
        : undefined,
  };
}
