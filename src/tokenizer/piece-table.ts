import { byteLevelAlphabet } from './byte-level-alphabet.ts';
import type { Piece } from './decode-pieces.ts';
import type { DecoderStep, TextStep, TokenPosition } from './decoder-steps.ts';
import type { Vocabulary } from './vocabulary.ts';

const BYTE_TOKEN = /^<0x([0-9A-Fa-f]{2})>$/;
const MIDDLE: TokenPosition = { first: false, last: false };

interface Plan {
  readonly textSteps: readonly TextStep[];
  readonly byteLevel: boolean;
  readonly byteFallback: boolean;
}

// Fuse and ByteLevel join the tokens: what follows them changes the whole text, not what a token looks like.
function plan(steps: readonly DecoderStep[]): Plan {
  const joinAt = steps.findIndex((step) => step.kind === 'fuse' || step.kind === 'byte-level');
  const perToken = joinAt === -1 ? steps : steps.slice(0, joinAt);
  return {
    textSteps: perToken.filter((step) => step.kind === 'text'),
    byteLevel: steps[joinAt]?.kind === 'byte-level',
    byteFallback: perToken.some((step) => step.kind === 'byte-fallback'),
  };
}

function byteLevelBytes(text: string, alphabet: ReadonlyMap<string, number>): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (const character of text) {
    const byte = alphabet.get(character);
    if (byte === undefined) return undefined;
    bytes[length++] = byte;
  }
  return bytes.subarray(0, length);
}

/** One piece per id, special tokens as they are written. The bytes of a token are worked out when it is first asked for. */
export type PiecesOf = (ids: readonly number[]) => Piece[];

/** What tokens look like under the steps of a decoder. */
export function createPieceTable(vocabulary: Vocabulary, steps: readonly DecoderStep[]): PiecesOf {
  const { textSteps, byteLevel, byteFallback } = plan(steps);
  const encoder = new TextEncoder();
  const alphabet = byteLevelAlphabet();
  const known = new Map<number, Piece>();

  const piece = (id: number, at: TokenPosition): Piece => {
    const raw = vocabulary.text(id);
    if (raw === undefined) return { bytes: encoder.encode(`⟨id ${id}⟩`), fallbackByte: false };
    // As written: a byte-level decoder would garble `é` in an added token, and Replace would turn `<｜end▁of▁turn｜>` into spaces.
    const added = vocabulary.added(id) !== undefined;
    const verbatim = added && vocabulary.specialIds.has(id);
    const spaced = textSteps.reduce((text, step) => step.show(text, at), raw);
    const text = verbatim && spaced.trim() !== raw ? raw : spaced;
    const byte = byteFallback && !added ? BYTE_TOKEN.exec(text)?.[1] : undefined;
    if (byte !== undefined) return { bytes: new Uint8Array([Number.parseInt(byte, 16)]), fallbackByte: true };
    const bytes = byteLevel && !added ? byteLevelBytes(text, alphabet) : undefined;
    return { bytes: bytes ?? encoder.encode(text), fallbackByte: false };
  };

  const middlePiece = (id: number): Piece => {
    const found = known.get(id) ?? piece(id, MIDDLE);
    known.set(id, found);
    return found;
  };

  return (ids) =>
    ids.map((id, index) => {
      const first = index === 0;
      const last = index === ids.length - 1;
      return first || last ? piece(id, { first, last }) : middlePiece(id);
    });
}
