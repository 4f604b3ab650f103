import * as v from 'valibot';
import { readSection } from './read-section.ts';
import { TokenizerError } from './tokenizer-error.ts';
import { type Blanks, blanksOf, trimOffsets } from './trim-offsets.ts';

/** Tokens of a whole text; offsets in UTF-16 units of it. */
export interface ProcessedToken {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  /** As the vocabulary writes it, or as it stands in the text for added tokens. Only filled for processors that trim. */
  readonly text: string;
}

export interface TrimSettings {
  /** The first token may keep one blank: it can have been put in front. */
  readonly keepsFirst: boolean;
}

export interface PostProcessor {
  /** Whether offsets are trimmed, so that texts of tokens are needed. */
  readonly trims: boolean;
  /** How tokens are trimmed, when that is done once and before anything is put around them. */
  readonly trim: TrimSettings | undefined;
  /** What is put around the tokens when special tokens are asked for. */
  readonly around: (tokens: readonly ProcessedToken[], special: boolean, source: string) => readonly ProcessedToken[];
  /** The same as plain ids where nothing is trimmed. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const MAX_DEPTH = 8;
const typed = v.looseObject({ type: v.string() });
const tokenId = v.pipe(v.number(), v.integer(), v.minValue(0));
const named = v.tuple([v.string(), tokenId]);
const sequence = v.looseObject({ processors: v.pipe(v.array(typed), v.maxLength(64)) });
const byteLevel = v.looseObject({ add_prefix_space: v.boolean(), trim_offsets: v.boolean() });
const bert = v.looseObject({ sep: named, cls: named });
const roberta = v.looseObject({ sep: named, cls: named, trim_offsets: v.boolean(), add_prefix_space: v.boolean() });
const piece = v.union([
  v.strictObject({ Sequence: v.looseObject({ id: v.picklist(['A', 'B']) }) }),
  v.strictObject({ SpecialToken: v.looseObject({ id: v.string() }) }),
]);
const special = v.looseObject({ ids: v.array(tokenId), tokens: v.array(v.string()) });
const template = v.looseObject({
  single: v.pipe(v.array(piece), v.maxLength(1000)),
  special_tokens: v.record(v.string(), special),
});

type Step = PostProcessor['around'];

/** The blanks that are trimmed off a token: not the single one that stands for a space put in front of the text. */
export function trimmedBlanks({ keepsFirst }: TrimSettings, blanks: Blanks, isFirst: boolean): Blanks {
  return keepsFirst && isFirst && blanks.leading === 1 ? { leading: 0, trailing: blanks.trailing } : blanks;
}

function trimStep(trim: TrimSettings): Step {
  return (tokens, _, source) =>
    tokens.map((token, index) => {
      const blanks = trimmedBlanks(trim, blanksOf(token.text), index === 0 || token.start === 0);
      return { ...token, ...trimOffsets(token, blanks, source) };
    });
}

const specialToken = (id: number, text: string): ProcessedToken => ({ id, text, start: 0, end: 0 });

interface Steps {
  /** In the order they run; only those that trim. */
  readonly trimmers: readonly TrimSettings[];
  readonly trimsFirst: boolean;
  readonly steps: readonly Step[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const NOTHING: Steps = { trimmers: [], trimsFirst: false, steps: [], before: [], after: [] };

function surrounding(before: readonly ProcessedToken[], after: readonly ProcessedToken[]): Steps {
  return {
    trimmers: [],
    trimsFirst: false,
    steps: [(tokens, wanted) => (wanted ? [...before, ...tokens, ...after] : tokens)],
    before: before.map((token) => token.id),
    after: after.map((token) => token.id),
  };
}

function templateSteps(section: unknown, key: string): Steps {
  const { single, special_tokens } = readSection(template, section, key);
  const before: ProcessedToken[] = [];
  const after: ProcessedToken[] = [];
  let sequences = 0;
  for (const [index, part] of single.entries()) {
    if ('Sequence' in part) {
      if (part.Sequence.id === 'B') throw new TokenizerError(`${key}.single[${index}]`, 'asks for a second text');
      sequences++;
      continue;
    }
    const name = part.SpecialToken.id;
    const found = Object.hasOwn(special_tokens, name) ? special_tokens[name] : undefined;
    if (!found) throw new TokenizerError(`${key}.single[${index}]`, `${JSON.stringify(name)} is not in special_tokens`);
    if (found.ids.length !== found.tokens.length) {
      throw new TokenizerError(`${key}.special_tokens[${JSON.stringify(name)}]`, 'has not as many ids as tokens');
    }
    const tokens = found.ids.map((id, place) => specialToken(id, found.tokens[place] ?? ''));
    (sequences === 0 ? before : after).push(...tokens);
  }
  if (sequences !== 1) throw new TokenizerError(`${key}.single`, `has the text ${sequences} times instead of once`);
  return surrounding(before, after);
}

function createSteps(section: { readonly type: string }, key: string, depth: number): Steps {
  if (depth > MAX_DEPTH) throw new TokenizerError(key, `is nested more than ${MAX_DEPTH} deep`);
  switch (section.type) {
    case 'Sequence': {
      const { processors } = readSection(sequence, section, key);
      const parts = processors.map((step, index) => createSteps(step, `${key}.processors[${index}]`, depth + 1));
      return {
        trimmers: parts.flatMap((part) => part.trimmers),
        trimsFirst: parts.find((part) => part.steps.length > 0)?.trimsFirst ?? false,
        steps: parts.flatMap((part) => part.steps),
        before: parts.toReversed().flatMap((part) => part.before),
        after: parts.flatMap((part) => part.after),
      };
    }
    case 'ByteLevel': {
      const { trim_offsets, add_prefix_space } = readSection(byteLevel, section, key);
      if (!trim_offsets) return NOTHING;
      const trim = { keepsFirst: add_prefix_space };
      return { trimmers: [trim], trimsFirst: true, steps: [trimStep(trim)], before: [], after: [] };
    }
    case 'BertProcessing':
    case 'RobertaProcessing': {
      const { cls, sep } = readSection(bert, section, key);
      const around = surrounding([specialToken(cls[1], cls[0])], [specialToken(sep[1], sep[0])]);
      if (section.type === 'BertProcessing') return around;
      const { trim_offsets, add_prefix_space } = readSection(roberta, section, key);
      if (!trim_offsets) return around;
      const trim = { keepsFirst: add_prefix_space };
      return { ...around, trimmers: [trim], trimsFirst: true, steps: [trimStep(trim), ...around.steps] };
    }
    case 'TemplateProcessing':
      return templateSteps(section, key);
    default:
      throw new TokenizerError(`${key}.type`, `${JSON.stringify(section.type)} is not a post-processor known here`);
  }
}

/** The `post_processor` section for single texts. Throws TokenizerError for kinds and settings that are not known. */
export function createPostProcessor(section: { readonly type: string } | null | undefined): PostProcessor {
  const { steps, trimmers, trimsFirst, before, after } = section ? createSteps(section, 'post_processor', 0) : NOTHING;
  return {
    trims: trimmers.length > 0,
    trim: trimsFirst && trimmers.length === 1 ? trimmers[0] : undefined,
    before,
    after,
    around: (given, wanted, source) =>
      steps.reduce<readonly ProcessedToken[]>((tokens, step) => step(tokens, wanted, source), given),
  };
}
