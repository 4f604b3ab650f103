import { NOT_INK, plainUnits } from './plain-units.ts';
import type { SafeCuts } from './safe-cuts.ts';
import type { WordEnd } from './word-end.ts';

const SPACE = 32;
const CARRIAGE_RETURN = 13;

export const standsAlone = (units: Uint16Array, at: number): boolean => plainUnits[units[at] ?? 0] !== NOT_INK;

/** Cuts in front of certain units that follow certain others. */
export function endAtBlank(mayPrecede: (unit: number) => boolean, isFront: (unit: number) => boolean): WordEnd {
  const fronts = Uint8Array.from({ length: SPACE + 1 }, (_, unit) => (isFront(unit) ? 1 : 0));
  return (units, start, limit) => {
    for (let at = start + 1; at < limit; at++) {
      const unit = units[at] ?? 0;
      if (unit > SPACE || fronts[unit] !== 1 || !mayPrecede(units[at - 1] ?? 0)) continue;
      if ((at - 2 < start || standsAlone(units, at - 2)) && (at + 1 === limit || standsAlone(units, at + 1))) return at;
    }
    return limit;
  };
}

/** Cuts wherever the model separates two units of which the normaliser leaves the first and turns spaces into `space`. */
export function endAnywhere(inert: (unit: number) => boolean, separates: SafeCuts, space: number): WordEnd {
  const image = (unit: number): number => (unit === SPACE ? space : unit);
  const stays = (unit: number): boolean => unit === SPACE || (unit !== CARRIAGE_RETURN && inert(unit));
  const ask = (before: number, unit: number): boolean =>
    stays(before) && stays(unit) && separates(image(before), image(unit));
  // 0 not asked yet, 1 it can be cut, 2 not.
  const states = new Uint8Array(128 * 128);
  const separated = (before: number, unit: number): boolean => {
    if (before > 127 || unit > 127) return ask(before, unit);
    const pair = before * 128 + unit;
    if (states[pair] === 0) states[pair] = ask(before, unit) ? 1 : 2;
    return states[pair] === 1;
  };
  return (units, start, limit) => {
    let before = units[start] ?? 0;
    for (let at = start + 1; at < limit; at++) {
      const unit = units[at] ?? 0;
      if (separated(before, unit)) {
        const first = at - 2 < start || (standsAlone(units, at - 2) && units[at - 2] !== CARRIAGE_RETURN);
        if (first && (at + 1 === limit || standsAlone(units, at + 1))) return at;
      }
      before = unit;
    }
    return limit;
  };
}
