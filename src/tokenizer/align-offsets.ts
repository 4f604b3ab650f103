import type { Offsets, Pieces } from './tokenizer.ts';

// Characters that a normaliser adds, drops or rewrites come one or a few at a time; a longer search would only find accidents.
const SEARCH_WINDOW = 64;
const MARK_OR_SPACE = /[\p{M}\s]/u;
const SPACE = /\s/;

interface Normalised {
  readonly text: string;
  /** Per unit of `text`, the range in the source it came from. */
  readonly sources: readonly Offsets[];
}

/** Splits into a base character and its marks, the largest unit that Unicode normalisation rewrites in practice. */
function normalise(source: string, form: 'NFC' | 'NFKC' | 'NFD' | 'NFKD'): Normalised {
  let text = '';
  const sources: Offsets[] = [];
  for (const match of source.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
    const rewritten = match[0].normalize(form);
    const range: Offsets = [match.index, match.index + match[0].length];
    const unchanged = rewritten === match[0];
    for (let unit = 0; unit < rewritten.length; unit++) {
      sources.push(unchanged ? [match.index + unit, match.index + unit + 1] : range);
    }
    text += rewritten;
  }
  return { text, sources };
}

/** Finds where each shown unit lies in the source; undefined for units the source does not have. */
function alignUnits(shown: string, source: string): (number | undefined)[] {
  const places: (number | undefined)[] = [];
  let at = 0;
  for (let unit = 0; unit < shown.length; unit++) {
    const character = shown.charAt(unit);
    if (character === source.charAt(at) || character.toLowerCase() === source.charAt(at).toLowerCase()) {
      places.push(at++);
      continue;
    }
    let skip = at;
    while (skip < source.length && MARK_OR_SPACE.test(source.charAt(skip))) skip++;
    if (!SPACE.test(character) && source.charAt(skip) !== character) {
      const ahead = source.slice(at, at + SEARCH_WINDOW).indexOf(shown.slice(unit, unit + 4));
      skip = ahead === -1 ? source.length : at + ahead;
    }
    const found = skip < source.length && source.charAt(skip) === character;
    places.push(found ? skip : undefined);
    if (found) at = skip + 1;
  }
  return places;
}

export interface Alignment {
  readonly offsets: readonly Offsets[];
  readonly exact: boolean;
}

/**
 * Offsets in `source` of tokens whose pieces are known. Exact when the pieces spell the source. Where they spell a Unicode
 * normal form of it, a rewritten cluster has the range of the whole cluster, which is wider than what transformers reports (the
 * base character only), so the result is marked inexact, as is the greedy left-to-right match used for everything else
 * (prefix spaces, lower-casing, unknown tokens, dropped text).
 */
export function alignOffsets(pieces: Pieces, source: string): Alignment {
  if (pieces.text === source) return { offsets: pieces.offsets, exact: true };
  const forms = ['NFC', 'NFKC', 'NFD', 'NFKD'] as const;
  const form = forms.find((candidate) => source.normalize(candidate) === pieces.text);
  const normal = normalise(source, form ?? 'NFC');
  const places = normal.text === pieces.text ? undefined : alignUnits(pieces.text, normal.text);
  let last = 0;
  const offsets = pieces.offsets.map(([from, to]): Offsets => {
    let start: number | undefined;
    let end = last;
    for (let unit = from; unit < to; unit++) {
      const place = places ? places[unit] : unit;
      const range = place === undefined ? undefined : normal.sources[place];
      if (!range) continue;
      start ??= range[0];
      end = Math.max(range[1], start);
    }
    last = end;
    return [start ?? end, end];
  });
  return { offsets, exact: false };
}
