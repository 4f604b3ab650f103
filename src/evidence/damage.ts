/** A part of a file that could not be used; the rest of the file was. `line` counts from 1. */
export interface Damage {
  readonly path: string;
  readonly line?: number;
  readonly reason: string;
}
