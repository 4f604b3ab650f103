import type { JsonValue } from '../formats/json.ts';
import type { Damage } from './damage.ts';

/** One answer of the model, with what the user's own evaluator concluded from it. */
export interface Prediction {
  readonly id: string;
  readonly line: number;
  readonly split?: string;
  /** Cut at a limit that `outputCut` reports. */
  readonly output: string;
  readonly outputCut: boolean;
  readonly outputIds?: Int32Array;
  readonly finishReason?: string;
  readonly prediction?: JsonValue;
  readonly gold?: JsonValue;
  readonly target?: string;
  /** False: the request failed and there is no answer, which `output` cannot say. */
  readonly answered?: boolean;
  /** Columns that the caller asked for. */
  readonly metadata?: Readonly<Record<string, string | number | boolean | null>>;
}

export interface Predictions {
  readonly path: string;
  /** All rows, or a seeded random sample of them when the file is large; in file order. */
  readonly rows: readonly Prediction[];
  readonly total: number;
  readonly damage: readonly Damage[];
}
