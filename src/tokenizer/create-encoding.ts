import type { EncodedTokens } from './finish-tokens.ts';
import type { Encoding, Offsets } from './tokenizer.ts';

const SURROGATE = /[\ud800-\udfff]/;

/** Per UTF-16 unit (and the end) how many code points begin before it. */
function codePointPlaces(text: string): Int32Array {
  const places = new Int32Array(text.length + 1);
  let count = 0;
  for (let unit = 0; unit < text.length; ) {
    const units = (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
    places[unit] = count;
    if (units === 2) places[unit + 1] = count;
    count++;
    unit += units;
  }
  places[text.length] = count;
  return places;
}

/** The result of encoding. Pairs of offsets are only made when they are asked for. With `inCodePoints` they count as Python does. */
export function createEncoding({ ids, starts, ends }: EncodedTokens, inCodePoints: string | undefined): Encoding {
  let offsets: readonly Offsets[] | undefined;
  const build = (): readonly Offsets[] => {
    const places =
      inCodePoints !== undefined && SURROGATE.test(inCodePoints) ? codePointPlaces(inCodePoints) : undefined;
    const place = (unit: number): number => (places ? (places[unit] ?? 0) : unit);
    const pairs: Offsets[] = [];
    for (let token = 0; token < starts.length; token++) {
      pairs.push([place(starts[token] ?? 0), place(ends[token] ?? 0)]);
    }
    return pairs;
  };
  return {
    ids,
    get offsets() {
      offsets ??= build();
      return offsets;
    },
    offsetsExact: true,
  };
}
