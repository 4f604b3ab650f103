/** Whether a code point is in the set. */
export type CodePointTest = (codePoint: number) => boolean;

/** A set from hexadecimal ranges as in `41-5a 61`, ordered. Look-ups are a binary search. */
export function codePointSet(ranges: string): CodePointTest {
  const bounds: number[] = [];
  for (const range of ranges.split(' ')) {
    const [first = '', last = first] = range.split('-');
    bounds.push(Number.parseInt(first, 16), Number.parseInt(last, 16) + 1);
  }
  return (codePoint) => {
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bounds[middle] ?? 0) <= codePoint) low = middle + 1;
      else high = middle;
    }
    return low % 2 === 1;
  };
}
