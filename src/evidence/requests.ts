import type { Damage } from './damage.ts';
import type { Turn } from './data-set.ts';

/** One prompt as it was really sent. */
export interface InferenceRequest {
  readonly id: string;
  readonly line: number;
  readonly split?: string;
  readonly turns?: readonly Turn[];
  readonly prompt?: string;
  readonly promptIds?: Int32Array;
}

export interface Requests {
  readonly path: string;
  readonly rows: readonly InferenceRequest[];
  readonly total: number;
  readonly damage: readonly Damage[];
}
