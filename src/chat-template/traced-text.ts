import { pythonText } from './python-repr.ts';
import { pythonString } from './python-text.ts';
import { Markup, type Origin, type Piece, Traced, type Value } from './python-values.ts';

const DERIVED: Origin = { kind: 'derived' };

function piecesOf(value: Value): readonly Piece[] {
  if (value instanceof Traced) return value.pieces;
  const text = value instanceof Markup ? value.text : pythonText(value);
  return text === '' ? [] : [{ text, origin: DERIVED, block: 0 }];
}

/** Concatenates; a plain string when no part is traced. */
export function joinTraced(parts: readonly Value[]): string | Traced {
  if (!parts.some((part) => part instanceof Traced)) return parts.map(pythonText).join('');
  const pieces = parts.flatMap(piecesOf);
  return new Traced(pieces.map(({ text }) => text).join(''), pieces);
}

/** `value * times`; every copy keeps where its pieces come from. */
export function repeatTraced(value: Traced, times: number): Traced {
  return new Traced(value.text.repeat(times), Array.from({ length: times }, () => value.pieces).flat());
}

/** Parts of a traced string; offsets in UTF-16 units. */
export const sliceTraced = {
  cut(value: Traced, start: number, end: number): Traced {
    const pieces: Piece[] = [];
    let at = 0;
    for (const piece of value.pieces) {
      const from = Math.max(0, start - at);
      const to = Math.min(piece.text.length, end - at);
      if (from < to) pieces.push({ ...piece, text: piece.text.slice(from, to) });
      at += piece.text.length;
    }
    return new Traced(value.text.slice(start, Math.max(start, end)), pieces);
  },
  characters(value: Traced): Traced[] {
    let at = 0;
    return pythonString.characters(value.text).map((char) => {
      at += char.length;
      return sliceTraced.cut(value, at - char.length, at);
    });
  },
};

function sameOrigin(left: Origin, right: Origin): boolean {
  if (left.kind !== right.kind) return false;
  if (left.kind === 'message' && right.kind === 'message')
    return left.index === right.index && left.field === right.field;
  if (left.kind === 'variable' && right.kind === 'variable') return left.name === right.name;
  return true;
}

/**
 * A text made from others in a way that is not tracked (upper(), tojson). When all that went in came from one field, so did the
 * result; otherwise its origin is `derived`.
 */
export function derivedText(text: string, sources: readonly Traced[]): Traced {
  // Literals among the arguments (separators, patterns) do not decide where a text is from.
  const all = sources.flatMap(({ pieces }) => pieces);
  const pieces = all.filter(({ origin }) => origin.kind !== 'literal');
  const first = pieces[0];
  const block = all.length > 0 && all.every((piece) => piece.block === all[0]?.block) ? (all[0]?.block ?? 0) : 0;
  if (text === '') return new Traced('', []);
  if (first === undefined || !pieces.every(({ origin }) => sameOrigin(origin, first.origin)))
    return new Traced(text, [{ text, origin: DERIVED, block }]);
  const origin: Origin = first.origin.kind === 'message' ? { ...first.origin, derived: true } : first.origin;
  return new Traced(text, [{ text, origin, block }]);
}
