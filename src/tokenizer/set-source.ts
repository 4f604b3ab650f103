/** Inside of a regex class for code points given as "41-5a 5f": hexadecimal numbers and ranges, separated by spaces. */
export function setSource(ranges: string): string {
  const escaped = (codePoint: string): string => `\\u{${codePoint}}`;
  return ranges
    .split(' ')
    .map((range) => range.split('-').map(escaped).join('-'))
    .join('');
}
