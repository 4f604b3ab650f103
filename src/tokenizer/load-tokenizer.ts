import * as v from 'valibot';
import { alignOffsets } from './align-offsets.ts';
import { decodePieces } from './decode-pieces.ts';
import { decoderSteps } from './decoder-steps.ts';
import { createLibraryEncoder } from './library-encoder.ts';
import { createPieceTable } from './piece-table.ts';
import type { Encoding, Offsets, Tokenizer } from './tokenizer.ts';
import { tokenizerConfig } from './tokenizer-config.ts';
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
      throw new TokenizerError(file, `is not JSON: ${error instanceof Error ? error.message : String(error)}`);
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
  const steps = decoderSteps(json.decoder);
  const shown = createPieceTable(vocabulary, steps, 'show');
  const decoded = createPieceTable(vocabulary, steps, 'decode');
  const encodeIds = createLibraryEncoder(json, config);
  const pieces: Tokenizer['pieces'] = (ids) => decodePieces(shown.pieces(ids));

  const encode = (text: string, addSpecialTokens: boolean): Encoding => {
    const { ids, before, after } = encodeIds(text, addSpecialTokens);
    const { offsets, exact } = alignOffsets(pieces(ids.slice(before, ids.length - after)), text);
    const added = (count: number): Offsets[] => Array.from({ length: count }, () => [0, 0]);
    return { ids, offsets: [...added(before), ...offsets, ...added(after)], offsetsExact: exact };
  };

  return {
    encode: (text, options = {}) => encode(text, options.addSpecialTokens ?? true),
    decode: (ids, options = {}) => {
      const skipped = options.skipSpecialTokens ? vocabulary.specialIds : new Set<number>();
      const kept = ids.filter((id) => !skipped.has(id) && vocabulary.text(id) !== undefined);
      return decoded.finish(decodePieces(decoded.pieces(kept)).text);
    },
    pieces,
    vocabSize: vocabulary.size,
    addedTokens: vocabulary.addedTokens,
    specialIds: vocabulary.specialIds,
    tokenId: vocabulary.id,
    tokenText: vocabulary.text,
  };
}
