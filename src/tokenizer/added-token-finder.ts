import { wordSet } from './word-set.ts';

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

// Most nodes have one node below, which is found without a map.
interface Node {
  unit: number;
  next: Node | undefined;
  readonly others: Map<number, Node>;
  token: SoughtToken | undefined;
}

function below(node: Node, unit: number): Node | undefined {
  return node.unit === unit ? node.next : node.others.get(unit);
}

const WHITE_SPACE = /\p{White_Space}/u;
const WORD = new RegExp(`^${wordSet}$`, 'v');

function characterBefore(text: string, at: number): string {
  const low = text.charCodeAt(at - 1);
  const paired = low >= 0xdc00 && low <= 0xdfff && at > 1;
  return text.slice(paired ? at - 2 : at - 1, at);
}

/** The part of a text that is looked through; what lies around it does not exist. */
interface Field {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

function standsAlone({ text, from, to }: Field, start: number, end: number): boolean {
  if (start > from && WORD.test(characterBefore(text, start))) return false;
  return end === to || !WORD.test(String.fromCodePoint(text.codePointAt(end) ?? 0));
}

// Every white-space character is a single UTF-16 unit.
function spaceStart(text: string, end: number): number {
  let at = end;
  while (at > 0 && WHITE_SPACE.test(text.charAt(at - 1))) at--;
  return at;
}

function spaceEnd({ text, to }: Field, start: number): number {
  let at = start;
  while (at < to && WHITE_SPACE.test(text.charAt(at))) at++;
  return at;
}

function longestAt(first: Node, { text, to }: Field, start: number): SoughtToken | undefined {
  let found: SoughtToken | undefined;
  let node: Node | undefined = first;
  for (let at = start + 1; node; at++) {
    found = node.token ?? found;
    if (at >= to) break;
    node = below(node, text.charCodeAt(at));
  }
  return found;
}

/** Cuts the part `[from, to)` of a text, by default all of it, at added tokens: leftmost and then longest. */
export interface AddedTokenFinder {
  (text: string, from?: number, to?: number): readonly Stretch[];
  /** The UTF-16 units with which a token begins; texts without them hold none. */
  readonly firstUnits: readonly number[];
}

const createNode = (): Node => ({ unit: -1, next: undefined, others: new Map(), token: undefined });

/** The node below another for a unit, made when there is none. */
function grown(node: Node, unit: number): Node {
  const known = below(node, unit);
  if (known) return known;
  const made = createNode();
  if (node.next) node.others.set(unit, made);
  else {
    node.unit = unit;
    node.next = made;
  }
  return made;
}

function createTree(tokens: readonly SoughtToken[]): Map<number, Node> {
  const root = new Map<number, Node>();
  for (const token of tokens) {
    if (token.content === '') continue;
    let node = root.get(token.content.charCodeAt(0)) ?? createNode();
    root.set(token.content.charCodeAt(0), node);
    for (let unit = 1; unit < token.content.length; unit++) node = grown(node, token.content.charCodeAt(unit));
    // Of two tokens with the same text the first given counts.
    node.token ??= token;
  }
  return root;
}

/** Finds where the next token may begin. Most vocabularies have tokens that all begin with `<`, which the engine finds fast. */
function createNextFirst(firstUnits: readonly number[]): (field: Field, at: number) => number {
  const [only] = firstUnits;
  if (only === undefined) return ({ to }) => to;
  const character = firstUnits.length === 1 ? String.fromCharCode(only) : '';
  const isFirst = new Uint8Array(65_536);
  for (const unit of firstUnits) isFirst[unit] = 1;
  return ({ text, to }, at) => {
    // Only to the end of the text: a search beyond `to` would be made again for every part.
    if (character !== '' && to === text.length) {
      const found = text.indexOf(character, at);
      return found === -1 ? to : found;
    }
    let next = at;
    while (next < to && isFirst[text.charCodeAt(next)] !== 1) next++;
    return next;
  };
}

/** Finds tokens as they are written; of two with the same text the first given counts. */
export function createAddedTokenFinder(tokens: readonly SoughtToken[]): AddedTokenFinder {
  const tree = createTree(tokens);
  const firstUnits = [...tree.keys()];
  const nextFirst = createNextFirst(firstUnits);
  const find = (field: Field): Stretch[] => {
    const { text, from, to } = field;
    const stretches: Stretch[] = [];
    let done = from;
    for (let at = nextFirst(field, from); at < to; at = nextFirst(field, at + 1)) {
      const first = tree.get(text.charCodeAt(at));
      const token = first && longestAt(first, field, at);
      if (!token) continue;
      const end = at + token.content.length;
      if (!token.singleWord || standsAlone(field, at, end)) {
        const start = token.lstrip ? Math.max(spaceStart(text, at), done) : at;
        const stop = token.rstrip ? spaceEnd(field, end) : end;
        if (done < start) stretches.push({ start: done, end: start, id: undefined });
        stretches.push({ start, end: stop, id: token.id });
        done = stop;
      }
      at = end - 1;
    }
    if (done !== to) stretches.push({ start: done, end: to, id: undefined });
    return stretches;
  };
  return Object.assign((text: string, from = 0, to = text.length) => find({ text, from, to }), { firstUnits });
}
