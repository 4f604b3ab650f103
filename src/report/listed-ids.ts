/** A list of ids in a report: `ids`, `otherIds`, `primaryIds`, or a list in a record `idsBy…`. */
const LIST = /^(ids|otherIds|primaryIds)$/;
const RECORD = /^idsBy[A-Z]/;
/** A report nests six levels deep. */
const DEEPEST = 20;

/**
 * Ids of rows that figures of a report lead to, at most `most`: the first of every list, then the second of every list, and so on, so that
 * no figure is left without a row to look at.
 */
export function listedIds(report: object, most: number): ReadonlySet<string> {
  const lists = [...listsIn(report, 0)];
  const ids = new Set<string>();
  const longest = lists.reduce((length, list) => Math.max(length, list.length), 0);
  for (let place = 0; place < longest; place++) {
    for (const list of lists) {
      const id = list[place];
      if (id !== undefined) ids.add(id);
      if (ids.size >= most) return ids;
    }
  }
  return ids;
}

function* listsIn(value: object, depth: number): Generator<readonly string[]> {
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner !== 'object' || inner === null || depth > DEEPEST) continue;
    if (LIST.test(key)) yield textsIn(inner);
    else if (RECORD.test(key)) for (const list of Object.values(inner)) yield textsIn(list);
    else yield* listsIn(inner, depth + 1);
  }
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
