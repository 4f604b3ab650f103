import { unassignedRanges } from './unassigned-ranges.ts';

/** A text to be taken out before anything else happens to it, with the flags of the tokenizer.json format. */
export interface SoughtToken {
  readonly id: number;
  readonly content: string;
  readonly singleWord: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
}

/** A stretch of text; `id` is undefined between added tokens. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly id: number | undefined;
}

interface Node {
  readonly below: Map<number, Node>;
  token: SoughtToken | undefined;
}

const WHITE_SPACE = /\p{White_Space}/u;
const WORD = new RegExp(`^[[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]--[${unassignedRanges}]]$`, 'v');

function characterBefore(text: string, at: number): string {
  const low = text.charCodeAt(at - 1);
  const paired = low >= 0xdc00 && low <= 0xdfff && at > 1;
  return text.slice(paired ? at - 2 : at - 1, at);
}

function standsAlone(text: string, start: number, end: number): boolean {
  if (start > 0 && WORD.test(characterBefore(text, start))) return false;
  return end === text.length || !WORD.test(String.fromCodePoint(text.codePointAt(end) ?? 0));
}

// Every white-space character is a single UTF-16 unit.
function spaceStart(text: string, end: number): number {
  let at = end;
  while (at > 0 && WHITE_SPACE.test(text.charAt(at - 1))) at--;
  return at;
}

function spaceEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && WHITE_SPACE.test(text.charAt(at))) at++;
  return at;
}

function longestAt(root: Node, text: string, start: number): SoughtToken | undefined {
  let found: SoughtToken | undefined;
  let node = root.below.get(text.charCodeAt(start));
  for (let at = start + 1; node; at++) {
    found = node.token ?? found;
    if (at >= text.length) break;
    node = node.below.get(text.charCodeAt(at));
  }
  return found;
}

/** Cuts texts at added tokens: leftmost and then longest; of two with the same text the first given counts. */
export function createAddedTokenFinder(tokens: readonly SoughtToken[]): (text: string) => readonly Stretch[] {
  const root: Node = { below: new Map(), token: undefined };
  const first = new Uint8Array(tokens.length === 0 ? 0 : 65_536);
  for (const token of tokens) {
    if (token.content === '') continue;
    let node = root;
    first[token.content.charCodeAt(0)] = 1;
    for (let unit = 0; unit < token.content.length; unit++) {
      const code = token.content.charCodeAt(unit);
      const next = node.below.get(code) ?? { below: new Map(), token: undefined };
      node.below.set(code, next);
      node = next;
    }
    node.token ??= token;
  }
  return (text) => {
    const stretches: Stretch[] = [];
    let done = 0;
    for (let at = 0; first.length > 0 && at < text.length; at++) {
      if (first[text.charCodeAt(at)] !== 1) continue;
      const token = longestAt(root, text, at);
      if (!token) continue;
      const end = at + token.content.length;
      const taken = !token.singleWord || standsAlone(text, at, end);
      if (taken) {
        const start = token.lstrip ? Math.max(spaceStart(text, at), done) : at;
        const stop = token.rstrip ? spaceEnd(text, end) : end;
        if (done < start) stretches.push({ start: done, end: start, id: undefined });
        stretches.push({ start, end: stop, id: token.id });
        done = stop;
      }
      at = end - 1;
    }
    if (done !== text.length) stretches.push({ start: done, end: text.length, id: undefined });
    return stretches;
  };
}
