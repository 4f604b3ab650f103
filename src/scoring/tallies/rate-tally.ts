import type { IntervalMethod } from '../measures/measure.ts';
import { type Effort, type RatioUnits, ratioUnits } from '../measures/ratio-units.ts';
import type { Proportion } from '../proportion.ts';
import { MOST_IDS } from './most-ids.ts';

/** A rate or a mean, with how its interval was made. */
export interface Rate extends Proportion {
  readonly method: IntervalMethod | null;
  /** Rows or documents that it is computed from. */
  readonly units: number;
}

/** Pools numerators and denominators over rows before dividing, as jiwer pools error rates; a mean is a rate with denominator 1 each. */
export interface RateTally {
  /** What follows one another with the same id is one unit: the fields of one document are not independent. */
  readonly add: (id: string, count: number, of: number) => void;
  readonly result: () => Rate;
}

/** Without `effort` there is no interval, and nothing is kept of the rows but the ids of the first. */
export function rateTally(effort?: Effort): RateTally {
  const ids: string[] = [];
  const otherIds: string[] = [];
  const total = { count: 0, of: 0, units: 0 };
  const kept: RatioUnits | undefined = effort && ratioUnits(effort);
  // One object for all units: a document may have a hundred rates, and every row would make as many.
  const open = { count: 0, of: 0 };
  let openId: string | undefined;
  const close = (): void => {
    if (openId === undefined) return;
    total.units++;
    kept?.add(open.count, open.of);
    if (open.count > 0 && ids.length < MOST_IDS) ids.push(openId);
    if (open.count < open.of && otherIds.length < MOST_IDS) otherIds.push(openId);
    open.count = 0;
    open.of = 0;
    openId = undefined;
  };
  return {
    add: (id, part, whole) => {
      if (whole === 0 && part === 0) return;
      total.count += part;
      total.of += whole;
      if (openId !== id) {
        close();
        openId = id;
      }
      open.count += part;
      open.of += whole;
    },
    result: () => {
      close();
      const { count, of, units } = total;
      const interval = of === 0 ? undefined : kept?.interval();
      return {
        ...{ count, of, share: of === 0 ? null : count / of, units },
        ...{ low: interval?.low ?? null, high: interval?.high ?? null, method: interval?.method ?? null },
        ...{ ids: [...ids], otherIds: [...otherIds] },
      };
    },
  };
}
