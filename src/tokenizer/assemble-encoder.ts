import { plainText } from './aligned-text.ts';
import { createBpeModel, knowsEveryByte } from './bpe-model.ts';
import { checkMerges, readBpeSettings } from './bpe-settings.ts';
import { chunkRule } from './chunk-rule.ts';
import { createEncoder, type Encoder } from './encoder.ts';
import { inertOf } from './inert-units.ts';
import type { Model } from './model.ts';
import { createNormalizer, type Normalize } from './normalizer.ts';
import { createPostProcessor } from './post-processor.ts';
import { createPreTokenizer } from './pre-tokenizer.ts';
import { TokenizerError } from './tokenizer-error.ts';
import type { TokenizerJson } from './tokenizer-json.ts';
import { createUnigramModel, readUnigramSettings } from './unigram-model.ts';
import type { Vocabulary } from './vocabulary.ts';
import { createWordLevelModel, createWordPieceModel } from './whole-word-models.ts';
import { byteLevelScans } from './word-scanner.ts';

interface ModelChoice {
  readonly make: () => Model;
  /** The same model for words as they are written, where a byte-level pre-tokeniser needs no more than that. */
  readonly forBytes?: () => Model;
}

// Files written before tokenizers 0.10 do not name their model.
function modelKind(model: TokenizerJson['model']): string {
  if (model.type !== undefined) return model.type;
  if (Array.isArray(model.vocab)) return 'Unigram';
  if ('merges' in model) return 'BPE';
  return 'continuing_subword_prefix' in model ? 'WordPiece' : 'WordLevel';
}

function chooseModel(model: TokenizerJson['model'], vocabulary: Vocabulary): ModelChoice {
  const { modelId: lookUp } = vocabulary;
  const kind = modelKind(model);
  switch (kind) {
    case 'BPE': {
      const settings = readBpeSettings(model);
      checkMerges(settings, lookUp);
      return {
        make: () => createBpeModel(settings, { lookUp, bytes: false }),
        ...(knowsEveryByte(settings, lookUp)
          ? { forBytes: () => createBpeModel(settings, { lookUp, bytes: true }) }
          : {}),
      };
    }
    case 'Unigram': {
      const settings = readUnigramSettings(model);
      return { make: () => createUnigramModel(settings, lookUp) };
    }
    case 'WordPiece': {
      const made = createWordPieceModel(model, lookUp);
      return { make: () => made };
    }
    case 'WordLevel': {
      const made = createWordLevelModel(model, lookUp);
      return { make: () => made };
    }
    default:
      throw new TokenizerError('model.type', `${JSON.stringify(kind)} is not a model known here`);
  }
}

export interface Assembled {
  readonly encoder: Encoder;
  /** What the library calls a token: added tokens that are sought in normalised text are known by their normalised form. */
  readonly textOf: (id: number) => string | undefined;
}

function normalizedTexts(vocabulary: Vocabulary, normalize: Normalize): ReadonlyMap<number, string> {
  const sought = vocabulary.registered.filter((token) => token.normalized);
  return new Map(sought.map(({ id, content }) => [id, normalize(plainText(content, 0)).text]));
}

/**
 * The encoder a tokenizer.json describes. `truncation` and `padding` are left out: transformers sets them anew for every call.
 * Throws TokenizerError for everything that is damaged or cannot be run here.
 */
export function assembleEncoder(json: TokenizerJson, vocabulary: Vocabulary): Assembled {
  const { normalizer, pre_tokenizer } = json;
  const { forBytes, make } = chooseModel(json.model, vocabulary);
  const normalize = normalizer ? createNormalizer(normalizer) : undefined;
  const preTokenize = pre_tokenizer ? createPreTokenizer(pre_tokenizer) : undefined;
  const scans = forBytes && pre_tokenizer ? byteLevelScans(pre_tokenizer, normalizer) : undefined;
  const normalized = normalize ? normalizedTexts(vocabulary, normalize) : undefined;
  const textOf = (id: number): string | undefined => normalized?.get(id) ?? vocabulary.text(id);
  const sought = vocabulary.registered
    .filter((token) => token.normalized)
    .map(({ id, content, singleWord, lstrip, rstrip }) => ({
      content: normalized?.get(id) ?? content,
      plain: !singleWord && !lstrip && !rstrip,
    }));
  const encoder = createEncoder({
    addedTokens: vocabulary.registered,
    normalize,
    inert: inertOf(normalizer),
    preTokenize,
    scans,
    chunks: scans ? undefined : chunkRule({ normalizer, preTokenizer: pre_tokenizer, sought }),
    postProcessor: createPostProcessor(json.post_processor),
    model: scans && forBytes ? forBytes : make,
    vocabSize: vocabulary.size,
    textOf,
  });
  return { encoder, textOf };
}
