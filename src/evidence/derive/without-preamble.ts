/** What all user turns of one side begin with. It is compared like a system prompt and not like the user's own words. */
export interface Preambles {
  readonly training: string;
  readonly request: string;
}

/** The user's own words: a text without the preamble that it begins with. */
export function withoutPreamble(text: string, { training, request }: Preambles): string {
  const own = [training, request].find((preamble) => preamble !== '' && text.startsWith(preamble));
  return own === undefined ? text : text.slice(own.length);
}
