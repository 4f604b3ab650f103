import type { WordEnd } from './word-end.ts';

/** The end of a match that begins at `at`, -1 when there is none. */
type Match = (units: Uint16Array, at: number, limit: number) => number;

type Node =
  | { readonly kind: 'class'; readonly source: string; readonly least: number; readonly most: number }
  | { readonly kind: 'group'; readonly choices: readonly Sequence[]; readonly optional: boolean }
  | { readonly kind: 'atomic'; readonly choices: readonly Sequence[] }
  | { readonly kind: 'ahead'; readonly choices: readonly Sequence[]; readonly wanted: boolean };
type Sequence = readonly Node[];

// Thrown inside this file only: the expression is left to the engine.
const notSimple = Symbol('not simple');

const MAX_DEPTH = 60;
const LITERAL = /\\u\{[0-9a-f]+\}|\\[nvfr]/y;
const PROPERTY = /\\[pP]\{[^}]+\}/y;
const REPEAT = /([?*+]|\{(\d*)(,?)(\d*)\})(?![?+])/y;
const ATOMIC = /\(\?=\(\?<(a\d+)>/y;

/** Reads what `translateRegex` writes. Throws `notSimple` for look-behinds, lazy repeats and repeated groups. */
function parse(source: string): readonly Sequence[] {
  let at = 0;
  const refuse = (): never => {
    throw notSimple;
  };
  const take = (text: string): boolean => {
    const found = source.startsWith(text, at);
    if (found) at += text.length;
    return found;
  };
  const takeMatch = (expression: RegExp): RegExpExecArray | undefined => {
    expression.lastIndex = at;
    const match = expression.exec(source) ?? undefined;
    if (match) at = expression.lastIndex;
    return match;
  };
  const takeClass = (): string | undefined => {
    const single = takeMatch(LITERAL) ?? takeMatch(PROPERTY);
    if (single) return single[0];
    if (source[at] !== '[') return undefined;
    const start = at;
    let depth = 0;
    for (; at < source.length; at++) {
      if (source[at] === '\\') at++;
      else if (source[at] === '[') depth++;
      else if (source[at] === ']' && --depth === 0) return source.slice(start, ++at);
    }
    return refuse();
  };
  const repeat = (): { least: number; most: number } => {
    const [, sign, from, comma, to] = takeMatch(REPEAT) ?? [];
    if (sign === undefined) return /[?*+{]/.test(source[at] ?? '') ? refuse() : { least: 1, most: 1 };
    if (sign === '?') return { least: 0, most: 1 };
    if (sign === '*' || sign === '+') return { least: sign === '+' ? 1 : 0, most: Number.POSITIVE_INFINITY };
    const least = Number(from);
    if (!comma) return { least, most: least };
    return { least, most: to === '' ? Number.POSITIVE_INFINITY : Number(to) };
  };
  const closed = <T>(value: T): T => (take(')') ? value : refuse());
  const repeatedGroup = (choices: readonly Sequence[]): Node => {
    const { least, most } = repeat();
    if (least === 1 && most === 1) return { kind: 'group', choices, optional: false };
    const [only, ...others] = choices;
    const [inner, ...rest] = only ?? [];
    // A class in a group of its own: that is how the translation writes everything that is repeated.
    const isClass =
      others.length === 0 && rest.length === 0 && inner?.kind === 'class' && inner.most === 1 && inner.least === 1;
    if (isClass) return { ...inner, least, most };
    return least === 0 && most === 1 ? { kind: 'group', choices, optional: true } : refuse();
  };
  const node = (depth: number): Node => {
    const name = takeMatch(ATOMIC)?.[1];
    if (name !== undefined) {
      const choices = closed(closed(alternatives(depth + 1)));
      return take(`\\k<${name}>`) ? { kind: 'atomic', choices } : refuse();
    }
    if (take('(?=')) return { kind: 'ahead', choices: closed(alternatives(depth + 1)), wanted: true };
    if (take('(?!')) return { kind: 'ahead', choices: closed(alternatives(depth + 1)), wanted: false };
    if (take('(?:')) return repeatedGroup(closed(alternatives(depth + 1)));
    const found = takeClass() ?? refuse();
    return { kind: 'class', source: found, ...repeat() };
  };
  const alternatives = (depth: number): readonly Sequence[] => {
    if (depth > MAX_DEPTH) refuse();
    const all: Node[][] = [[]];
    while (at < source.length && source[at] !== ')') {
      if (take('|')) all.push([]);
      else all[all.length - 1]?.push(node(depth));
    }
    return all;
  };
  const all = alternatives(0);
  return at === source.length ? all : refuse();
}

function leastLength(choices: readonly Sequence[]): number {
  const ofNode = (node: Node): number => {
    if (node.kind === 'class') return node.least;
    if (node.kind === 'ahead' || (node.kind === 'group' && node.optional)) return 0;
    return leastLength(node.choices);
  };
  return Math.min(...choices.map((nodes) => nodes.reduce((sum, node) => sum + ofNode(node), 0)));
}

interface Members {
  /** One entry per UTF-16 unit: 1 for members of the class. */
  readonly table: Uint8Array;
  readonly hasPair: (units: Uint16Array, at: number, limit: number) => boolean;
}

const LONELY = /[\ud800-\udfff]/;
const allUnits = (() => {
  let text: string | undefined;
  return (): string => {
    if (text === undefined) {
      text = '';
      for (let unit = 0; unit < 65_536; unit++)
        text += LONELY.test(String.fromCharCode(unit)) ? '\0' : String.fromCharCode(unit);
    }
    return text;
  };
})();

const known = new Map<string, Members>();
// Ten published patterns have fewer classes together.
const MAX_KNOWN = 64;

function createMembers(source: string): Members {
  const table = new Uint8Array(65_536);
  for (const { index, 0: run } of allUnits().matchAll(new RegExp(`(?:${source})+`, 'gv'))) {
    table.fill(1, index, index + run.length);
  }
  table.fill(0, 0xd800, 0xe000);
  const whole = new RegExp(`^(?:${source})$`, 'v');
  const hasPair = (units: Uint16Array, at: number, limit: number): boolean =>
    ((units[at] ?? 0) & 0xfc00) === 0xd800 &&
    at + 1 < limit &&
    whole.test(String.fromCharCode(units[at] ?? 0, units[at + 1] ?? 0));
  return { table, hasPair };
}

function membersOf(source: string): Members {
  const found = known.get(source) ?? createMembers(source);
  if (known.size < MAX_KNOWN) known.set(source, found);
  return found;
}

function compileClass(node: Extract<Node, { kind: 'class' }>, next: Match): Match {
  const { least, most } = node;
  let members: Members | undefined;
  return (units, start, limit) => {
    // Classes are worked out when a text is first cut, not when a tokenizer is loaded.
    members ??= membersOf(node.source);
    const { table, hasPair } = members;
    let at = start;
    let count = 0;
    let pairs = 0;
    while (count < most && at < limit) {
      if (table[units[at] ?? 0] === 1) at++;
      else if (hasPair(units, at, limit)) {
        at += 2;
        pairs++;
      } else break;
      count++;
    }
    for (; count >= least; count--) {
      const end = next(units, at, limit);
      if (end !== -1) return end;
      at--;
      if (pairs > 0 && ((units[at] ?? 0) & 0xfc00) === 0xdc00) {
        at--;
        pairs--;
      }
    }
    return -1;
  };
}

const here: Match = (_, at) => at;

function compileChoices(choices: readonly Sequence[], next: Match): Match {
  const all = choices.map((nodes) => nodes.reduceRight((then, node) => compileNode(node, then), next));
  const [only] = all;
  if (all.length === 1 && only) return only;
  return (units, at, limit) => {
    for (const match of all) {
      const end = match(units, at, limit);
      if (end !== -1) return end;
    }
    return -1;
  };
}

function compileNode(node: Node, next: Match): Match {
  switch (node.kind) {
    case 'class':
      return compileClass(node, next);
    case 'group':
      return compileChoices(node.optional ? [...node.choices, []] : node.choices, next);
    case 'atomic': {
      const inner = compileChoices(node.choices, here);
      return (units, at, limit) => {
        const end = inner(units, at, limit);
        return end === -1 ? -1 : next(units, end, limit);
      };
    }
    case 'ahead': {
      const inner = compileChoices(node.choices, here);
      const { wanted } = node;
      return (units, at, limit) => ((inner(units, at, limit) !== -1) === wanted ? next(units, at, limit) : -1);
    }
  }
}

export interface ClassPattern {
  /** The end of a match that begins exactly at `at`, -1 when there is none. Matches are never empty. */
  readonly matchAt: Match;
  /** Matches and what lies between them, one after the other. */
  readonly wordEnd: WordEnd;
}

/**
 * Runs an expression as `translateRegex` writes it over UTF-16 units, when it only repeats characters of a class: published
 * pre-tokenisers do no more. The depth of its calls is that of the expression, whereas the engine's own matcher remembers every
 * character of a run and overflows its stack after a few million. Undefined for all other expressions.
 */
export function classPattern(source: string): ClassPattern | undefined {
  try {
    const choices = parse(source);
    if (leastLength(choices) === 0) return undefined;
    const matchAt = compileChoices(choices, here);
    const wordEnd: WordEnd = (units, start, limit) => {
      const end = matchAt(units, start, limit);
      if (end !== -1) return end;
      let at = start;
      do at += ((units[at] ?? 0) & 0xfc00) === 0xd800 ? 2 : 1;
      while (at < limit && matchAt(units, at, limit) === -1);
      return Math.min(at, limit);
    };
    return { matchAt, wordEnd };
  } catch (thrown) {
    if (thrown === notSimple) return undefined;
    throw thrown;
  }
}
