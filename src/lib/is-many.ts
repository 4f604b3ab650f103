// One row in twenty. A fault of the pipeline (mask, template, decoding) hits every row or every row of a kind, while a single odd row is
// more often our own reading of it: below this share a check passes and says how many rows it saw.
const MANY = 0.05;

/** Whether a count is large enough to be a fault of the pipeline and not of a row. */
export function isMany(count: number, total: number): boolean {
  return count > 0 && count >= total * MANY;
}
