/**
 * Processors repeat a placeholder once for every patch, and a request may be logged before or after that; how many patches an image has is
 * another matter than where it stands. Makes one of each run of a media token.
 */
export function onePlaceholder(text: string, media: readonly string[]): string {
  let rest = text;
  for (const token of media) {
    if (token === '') continue;
    while (rest.includes(token + token)) rest = rest.replaceAll(token + token, token);
  }
  return rest;
}
