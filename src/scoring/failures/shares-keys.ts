const SAME_KIND = 0.5;

/** Whether two answers are of one kind: those may leave keys out, while two kinds share a few general keys such as `id` at most. */
export function sharesKeys(keys: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const shared = [...keys].filter((key) => others.has(key)).length;
  return shared > 0 && shared >= Math.min(keys.size, others.size) * SAME_KIND;
}
