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

// A class, because an object literal with a getter makes V8 build a new hidden class for every text.
class LazyEncoding implements Encoding {
  readonly ids: readonly number[];
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly offsetsExact = true;
  private pairs: readonly Offsets[] | undefined;

  constructor({ ids, starts, ends }: EncodedTokens) {
    this.ids = ids;
    this.starts = starts;
    this.ends = ends;
  }

  get offsets(): readonly Offsets[] {
    this.pairs ??= Array.from(this.starts, (start, token): Offsets => [start, this.ends[token] ?? 0]);
    return this.pairs;
  }
}

/** The result of encoding. Pairs of offsets are only made when they are asked for. With `inCodePoints` they count as Python does. */
export function createEncoding(tokens: EncodedTokens, inCodePoints: string | undefined): Encoding {
  if (inCodePoints === undefined || !SURROGATE.test(inCodePoints)) return new LazyEncoding(tokens);
  const places = codePointPlaces(inCodePoints);
  const counted = (unit: number): number => places[unit] ?? 0;
  return new LazyEncoding({ ids: tokens.ids, starts: tokens.starts.map(counted), ends: tokens.ends.map(counted) });
}
