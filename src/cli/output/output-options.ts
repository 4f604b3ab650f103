import type { Format } from '../../render/render.ts';

/** The options of every command that shows what it found. */
export interface OutputOptions<F extends Format = Format> {
  readonly format?: F;
  readonly out?: string;
  readonly color: boolean;
  readonly width?: number;
  readonly details?: boolean;
}
