const MAX_SHOWN_SEGMENTS = 32;
const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;

/**
 * Writes a path into a JSON value as people do: `model.merges[3]`, `weight_map["a.b"]`; the top is an empty string.
 * Very deep paths keep their first segments and end in `…`, because a path is shown to people.
 */
export function jsonPath(segments: readonly (string | number)[]): string {
  let path = '';
  for (const segment of segments.slice(0, MAX_SHOWN_SEGMENTS)) {
    if (typeof segment === 'number') path += `[${segment}]`;
    else if (PLAIN_KEY.test(segment)) path += path === '' ? segment : `.${segment}`;
    else path += `[${JSON.stringify(segment)}]`;
  }
  return segments.length > MAX_SHOWN_SEGMENTS ? `${path}…` : path;
}
