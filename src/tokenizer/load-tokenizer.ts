import * as v from 'valibot';
import { errorText } from '../lib/error-text.ts';
import { assembleEncoder } from './assemble-encoder.ts';
import { createEncoding } from './create-encoding.ts';
import { decodePieces } from './decode-pieces.ts';
import { createDecoder } from './decode-tokens.ts';
import { decoderSteps } from './decoder-steps.ts';
import { createPieceTable } from './piece-table.ts';
import type { Tokenizer } from './tokenizer.ts';
import { namedTokens, tokenizerConfig } from './tokenizer-config.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { tokenizerJson } from './tokenizer-json.ts';
import { readVocabulary } from './vocabulary.ts';

export interface TokenizerFiles {
  /** Contents of tokenizer.json, as text or parsed. */
  readonly tokenizerJson: unknown;
  /** Contents of tokenizer_config.json, as text or parsed; without it no token is special that tokenizer.json does not mark. */
  readonly tokenizerConfig?: unknown;
}

function parsed<S extends v.GenericSchema>(schema: S, given: unknown, file: string): v.InferOutput<S> {
  let value = given;
  if (typeof given === 'string') {
    try {
      value = JSON.parse(given);
    } catch (error) {
      throw new TokenizerError(file, `is not JSON: ${errorText(error)}`);
    }
  }
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new TokenizerError(v.getDotPath(issue) ?? file, issue.message);
}

/**
 * Loads a tokenizer from the contents of its files. Cheap until `encode` is called: `pieces`, `decode` and the look-ups need
 * only the vocabulary. Throws TokenizerError, whose `key` is the path of the damaged part; never any other error.
 */
export function loadTokenizer(files: TokenizerFiles): Tokenizer {
  const json = parsed(tokenizerJson, files.tokenizerJson, 'tokenizer.json');
  const config = parsed(tokenizerConfig, files.tokenizerConfig ?? {}, 'tokenizer_config.json');
  const vocabulary = readVocabulary(json, config);
  const shown = createPieceTable(vocabulary, decoderSteps(json.decoder));
  const { encoder, textOf } = assembleEncoder(json, vocabulary);
  const specialTexts = new Set(vocabulary.registered.filter((token) => token.special).map((token) => token.content));
  const decodeTokens = json.decoder ? createDecoder(json.decoder) : undefined;

  return {
    encode: (text, { addSpecialTokens = true, offsetUnit = 'utf16' } = {}) =>
      createEncoding(encoder.encode(text, addSpecialTokens), offsetUnit === 'codePoint' ? text : undefined),
    encodeIds: (text, { addSpecialTokens = true } = {}) => encoder.encodeIds(text, addSpecialTokens),
    encodeContinued: (text, end, { addSpecialTokens = true } = {}) =>
      encoder.encodeContinued(text, end, addSpecialTokens),
    decode: (ids, { skipSpecialTokens = false } = {}) => {
      const known = ids.map(textOf).filter((text) => text !== undefined);
      // By text, not by id: that is how the library decides.
      const texts = skipSpecialTokens ? known.filter((text) => !specialTexts.has(text)) : known;
      // Without a decoder the tokenizers package joins tokens with a space.
      return decodeTokens ? decodeTokens(texts).join('') : texts.join(' ');
    },
    pieces: (ids) => decodePieces(shown(ids)),
    vocabSize: vocabulary.size,
    namedTokens: namedTokens(config),
    addedTokens: vocabulary.addedTokens,
    specialIds: vocabulary.specialIds,
    tokenId: vocabulary.id,
    tokenText: vocabulary.text,
  };
}
