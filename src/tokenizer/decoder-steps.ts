import * as v from 'valibot';
import { replaceDecoder, stripDecoder } from './decoder-text.ts';
import { readSection } from './read-section.ts';
import { TokenizerError } from './tokenizer-error.ts';

/** Where a token stands among the ids being shown; several decoders treat the ends differently. */
export interface TokenPosition {
  readonly first: boolean;
  readonly last: boolean;
}

export interface TextStep {
  readonly kind: 'text';
  /** The text of a token, with nothing left out: a leading space stays, and English is not cleaned up. */
  readonly show: (text: string, at: TokenPosition) => string;
}

export type DecoderStep =
  | TextStep
  | { readonly kind: 'byte-level' }
  | { readonly kind: 'byte-fallback' }
  | { readonly kind: 'fuse' };

// Published decoders are a sequence of at most five steps, one level deep.
const MAX_DEPTH = 8;
const MAX_STEPS = 64;

const metaspace = v.looseObject({ replacement: v.optional(v.string(), '▁') });
const wordPiece = v.looseObject({ prefix: v.optional(v.string(), '##') });
const bpe = v.looseObject({ suffix: v.optional(v.string(), '</w>') });
const ctc = v.looseObject({ word_delimiter_token: v.optional(v.string(), '|') });
const sequence = v.looseObject({
  decoders: v.pipe(v.array(v.looseObject({ type: v.string() })), v.maxLength(MAX_STEPS)),
});

/**
 * The steps of the `decoder` section in the order they run, as far as they decide what a token looks like; what they take off the whole
 * text is `createDecoder`'s. Throws TokenizerError for a step whose settings are damaged; a kind of step that is not known leaves the text
 * of tokens as the vocabulary has it.
 */
export function decoderSteps(
  decoder: { readonly type: string } | null | undefined,
  key = 'decoder',
  depth = 0,
): DecoderStep[] {
  // Without a decoder the tokenizers package joins tokens with a space.
  if (!decoder) return [textStep((text, at) => (at.first ? text : ` ${text}`))];
  if (depth > MAX_DEPTH) throw new TokenizerError(key, `is nested more than ${MAX_DEPTH} deep`);
  switch (decoder.type) {
    case 'Sequence':
      return readSection(sequence, decoder, key).decoders.flatMap((step, index) =>
        decoderSteps(step, `${key}.decoders[${index}]`, depth + 1),
      );
    case 'ByteLevel':
      return [{ kind: 'byte-level' }];
    case 'ByteFallback':
      return [{ kind: 'byte-fallback' }];
    case 'Fuse':
      return [{ kind: 'fuse' }];
    case 'Metaspace':
      return [replacedBy(readSection(metaspace, decoder, key).replacement, () => ' ')];
    case 'Replace':
      return [textStep(replaceDecoder(decoder, key))];
    case 'Strip':
      return [textStep(stripDecoder(decoder, key))];
    case 'WordPiece':
      return [wordPieceStep(readSection(wordPiece, decoder, key))];
    case 'BPEDecoder':
      return [replacedBy(readSection(bpe, decoder, key).suffix, (at) => (at.last ? '' : ' '))];
    case 'CTC': {
      const { word_delimiter_token: delimiter } = readSection(ctc, decoder, key);
      return [textStep((text) => (delimiter === text ? ' ' : text))];
    }
    default:
      return [];
  }
}

function textStep(show: TextStep['show']): TextStep {
  return { kind: 'text', show };
}

function replacedBy(wanted: string, content: (at: TokenPosition) => string): TextStep {
  return textStep((text, at) => (wanted === '' ? text : text.replaceAll(wanted, () => content(at))));
}

function wordPieceStep({ prefix }: v.InferOutput<typeof wordPiece>): TextStep {
  return textStep((text, at) => {
    if (at.first) return text;
    return prefix !== '' && text.startsWith(prefix) ? text.slice(prefix.length) : ` ${text}`;
  });
}
