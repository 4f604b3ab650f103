import * as v from 'valibot';
import { cleanUpWordPieces } from './clean-up-word-pieces.ts';
import { TokenizerError } from './tokenizer-error.ts';

/** Where a token stands among the ids being decoded; several decoders treat the ends differently. */
export interface TokenPosition {
  readonly first: boolean;
  readonly last: boolean;
}

export interface TextStep {
  readonly kind: 'text';
  /** What decides the text of a token. */
  readonly show: (text: string, at: TokenPosition) => string;
  /** The same with the quirks that lose text (leading space, clean-up), as the `tokenizers` package decodes. */
  readonly decode: (text: string, at: TokenPosition) => string;
}

export type DecoderStep =
  | TextStep
  | { readonly kind: 'byte-level' }
  | { readonly kind: 'byte-fallback' }
  | { readonly kind: 'fuse' };

// Published decoders are a sequence of at most five steps, one level deep.
const MAX_DEPTH = 8;
const MAX_STEPS = 64;

const metaspace = v.looseObject({
  replacement: v.optional(v.string(), '▁'),
  prepend_scheme: v.optional(v.string()),
  add_prefix_space: v.optional(v.boolean()),
});
const replacing = v.looseObject({
  pattern: v.union([v.looseObject({ String: v.string() }), v.looseObject({ Regex: v.string() })]),
  content: v.string(),
});
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const stripping = v.looseObject({ content: v.string(), start: count, stop: count });
const wordPiece = v.looseObject({ prefix: v.optional(v.string(), '##'), cleanup: v.optional(v.boolean(), true) });
const bpe = v.looseObject({ suffix: v.optional(v.string(), '</w>') });
const ctc = v.looseObject({ word_delimiter_token: v.optional(v.string(), '|') });
const sequence = v.looseObject({
  decoders: v.pipe(v.array(v.looseObject({ type: v.string() })), v.maxLength(MAX_STEPS)),
});

function read<S extends v.GenericSchema>(schema: S, decoder: unknown, key: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, decoder);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new TokenizerError([key, v.getDotPath(issue)].filter(Boolean).join('.'), issue.message);
}

function textStep(show: TextStep['show'], decode: TextStep['decode'] = show): TextStep {
  return { kind: 'text', show, decode };
}

function metaspaceStep({ replacement, prepend_scheme, add_prefix_space }: v.InferOutput<typeof metaspace>): TextStep {
  const prepends = (prepend_scheme ?? (add_prefix_space === false ? 'never' : 'always')) !== 'never';
  const show = (text: string) => (replacement === '' ? text : text.replaceAll(replacement, ' '));
  return textStep(show, (text, at) =>
    at.first && prepends && replacement !== '' ? text.replaceAll(replacement, '') : show(text),
  );
}

function replaceStep({ pattern, content }: v.InferOutput<typeof replacing>, key: string): TextStep {
  if ('String' in pattern) {
    const literal = String(pattern.String);
    return textStep((text) => (literal === '' ? text : text.replaceAll(literal, () => content)));
  }
  try {
    const expression = new RegExp(String(pattern.Regex), 'gu');
    return textStep((text) => text.replace(expression, () => content));
  } catch {
    throw new TokenizerError(`${key}.pattern.Regex`, 'is not a regular expression that can be run here');
  }
}

function stripStep({ content, start, stop }: v.InferOutput<typeof stripping>): TextStep {
  const strip = (text: string): string => {
    const characters = [...text];
    let from = 0;
    while (from < start && characters[from] === content) from++;
    let to = characters.length;
    while (to > from && characters.length - to < stop && characters[to - 1] === content) to--;
    return characters.slice(from, to).join('');
  };
  return textStep(strip);
}

function wordPieceStep({ prefix, cleanup }: v.InferOutput<typeof wordPiece>): TextStep {
  const show: TextStep['show'] = (text, at) => {
    if (at.first) return text;
    return prefix !== '' && text.startsWith(prefix) ? text.slice(prefix.length) : ` ${text}`;
  };
  return textStep(show, (text, at) => (cleanup ? cleanUpWordPieces(show(text, at)) : show(text, at)));
}

function bpeStep({ suffix }: v.InferOutput<typeof bpe>): TextStep {
  return textStep((text, at) => (suffix === '' ? text : text.replaceAll(suffix, at.last ? '' : ' ')));
}

/**
 * The steps of the `decoder` section in the order they run. Throws TokenizerError for a step whose settings are damaged; a
 * kind of step that is not known leaves the text of tokens as the vocabulary has it.
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
      return read(sequence, decoder, key).decoders.flatMap((step, index) =>
        decoderSteps(step, `${key}.decoders[${index}]`, depth + 1),
      );
    case 'ByteLevel':
      return [{ kind: 'byte-level' }];
    case 'ByteFallback':
      return [{ kind: 'byte-fallback' }];
    case 'Fuse':
      return [{ kind: 'fuse' }];
    case 'Metaspace':
      return [metaspaceStep(read(metaspace, decoder, key))];
    case 'Replace':
      return [replaceStep(read(replacing, decoder, key), key)];
    case 'Strip':
      return [stripStep(read(stripping, decoder, key))];
    case 'WordPiece':
      return [wordPieceStep(read(wordPiece, decoder, key))];
    case 'BPEDecoder':
      return [bpeStep(read(bpe, decoder, key))];
    case 'CTC': {
      const { word_delimiter_token: delimiter } = read(ctc, decoder, key);
      return [textStep((text) => (delimiter === text ? ' ' : text))];
    }
    default:
      return [];
  }
}
