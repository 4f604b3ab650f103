import type { Damage } from '../evidence/damage.ts';
import { found, type Gathered, unreadable } from '../evidence/gathered.ts';
import type { GgufModel, GgufSpecialToken, GgufTokenizer } from '../evidence/gguf-model.ts';
import { type GgufHeader, parseGguf } from '../formats/gguf.ts';
import type { GgufArray, GgufValue } from '../formats/gguf-value.ts';
import type { Problem, Result } from '../lib/result.ts';
import type { LocatedFile } from './folder.ts';
import { ggufFileType } from './gguf-file-type.ts';
import { problemText } from './problem-text.ts';

/** The header of a model without a vocabulary fits; vocabularies take 2 to 20 MB. */
const FIRST_READ = 1024 * 1024;
/** Twice the largest header seen (a vocabulary of 262,144 with a whole tokenizer.json beside it has some 60 MB). */
const MAX_HEADER = 128 * 1024 * 1024;
/** Command-R, the only family with several templates, has three. */
const MAX_TEMPLATES = 50;

const SPECIAL_KEYS: readonly (readonly [GgufSpecialToken, string])[] = [
  ['bos', 'bos_token_id'],
  ['eos', 'eos_token_id'],
  ['eot', 'eot_token_id'],
  ['eom', 'eom_token_id'],
  ['unknown', 'unknown_token_id'],
  // Spelled so in the format.
  ['separator', 'seperator_token_id'],
  ['padding', 'padding_token_id'],
  ['mask', 'mask_token_id'],
];

/** Reads the header of a GGUF file: by ranges, never a tensor. */
export async function gatherGguf(file: LocatedFile): Promise<Gathered<GgufModel>> {
  const header = await readHeader(file);
  if (!header.ok) return unreadable(file.shown, problemText(header.problem));
  return found(modelOf(file.shown, header.value), file.shown);
}

async function readHeader(file: LocatedFile): Promise<Result<GgufHeader, Problem>> {
  let length = Math.min(FIRST_READ, file.size);
  for (;;) {
    const bytes = await file.files.slice(file.path, 0, length);
    if (!bytes.ok) return bytes;
    const parsed = parseGguf(bytes.value, file.size);
    if (parsed.ok || parsed.problem.needs === undefined) return parsed;
    if (bytes.value.length < length)
      return { ok: false, problem: { reason: 'the file became shorter while it was read' } };
    if (parsed.problem.needs > MAX_HEADER) {
      return { ok: false, problem: { reason: `its header has more than ${MAX_HEADER} bytes` } };
    }
    // Growing by a factor keeps the bytes read within a third of what the header has, however many steps there are.
    length = Math.min(Math.max(parsed.problem.needs, length * 4), MAX_HEADER, file.size);
  }
}

function modelOf(path: string, { version, metadata, tensors }: GgufHeader): GgufModel {
  const tensorTypes: Record<string, number> = {};
  for (const { type } of tensors.values()) tensorTypes[type] = (tensorTypes[type] ?? 0) + 1;
  const tokenizer = tokenizerOf(metadata);
  const [name, architecture] = [text(metadata, 'general.name'), text(metadata, 'general.architecture')];
  const [adapterType, alpha] = [text(metadata, 'adapter.type'), number(metadata, 'adapter.lora.alpha')];
  const fileType = number(metadata, 'general.file_type');
  const quantisation = fileType === undefined ? undefined : ggufFileType(fileType);
  return {
    path,
    version,
    tensors: tensors.size,
    tensorTypes,
    templates: templatesOf(metadata),
    sampling: samplingOf(metadata),
    damage: damageOf(path, metadata),
    ...(name === undefined ? {} : { name }),
    ...(architecture === undefined ? {} : { architecture }),
    ...(quantisation === undefined ? {} : { quantisation }),
    ...(tokenizer === undefined ? {} : { tokenizer }),
    ...(adapterType === undefined ? {} : { adapter: { type: adapterType, ...(alpha === undefined ? {} : { alpha }) } }),
  };
}

type Metadata = ReadonlyMap<string, GgufValue>;

function tokenizerOf(metadata: Metadata): GgufTokenizer | undefined {
  const key = (name: string) => `tokenizer.ggml.${name}`;
  const model = text(metadata, key('model'));
  const tokens = array(metadata, key('tokens'));
  if (model === undefined || tokens === undefined) return undefined;
  const ids = SPECIAL_KEYS.flatMap(([name, suffix]) => {
    const id = number(metadata, key(suffix));
    return id === undefined ? [] : [[name, id] as const];
  });
  const [types, merges] = [array(metadata, key('token_type')), array(metadata, key('merges'))];
  const eosIds = array(metadata, key('eos_token_ids'))?.numbers();
  const pre = text(metadata, key('pre'));
  const [addBos, addEos] = [flag(metadata, key('add_bos_token')), flag(metadata, key('add_eos_token'))];
  const addSpacePrefix = flag(metadata, key('add_space_prefix'));
  return {
    model,
    tokens,
    special: Object.fromEntries(ids),
    ...(pre === undefined ? {} : { pre }),
    ...(types === undefined ? {} : { types }),
    ...(merges === undefined ? {} : { merges }),
    ...(eosIds?.ok ? { eosIds: eosIds.value } : {}),
    ...(addBos === undefined ? {} : { addBos }),
    ...(addEos === undefined ? {} : { addEos }),
    ...(addSpacePrefix === undefined ? {} : { addSpacePrefix }),
  };
}

function templatesOf(metadata: Metadata): GgufModel['templates'] {
  const main = text(metadata, 'tokenizer.chat_template');
  const named = [...metadata].flatMap(([key, value]) => {
    const name = /^tokenizer\.chat_template\.(.+)$/.exec(key)?.[1];
    return name !== undefined && typeof value === 'string' ? [{ name, source: value }] : [];
  });
  return [...(main === undefined ? [] : [{ name: 'default', source: main }]), ...named].slice(0, MAX_TEMPLATES);
}

function samplingOf(metadata: Metadata): Readonly<Record<string, number>> {
  const pairs = [...metadata].flatMap(([key, value]) =>
    key.startsWith('general.sampling.') && typeof value === 'number'
      ? [[key.slice('general.sampling.'.length), value] as const]
      : [],
  );
  return Object.fromEntries(pairs);
}

/** Keys whose type is not the one that readers expect: they would be ignored, or refused. */
function damageOf(path: string, metadata: Metadata): readonly Damage[] {
  const expected: readonly (readonly [RegExp, string])[] = [
    [/^(general\.(name|architecture)|tokenizer\.(chat_template|ggml\.(model|pre)))$/, 'string'],
    [/^tokenizer\.ggml\.(tokens|token_type|scores|merges|eos_token_ids)$/, 'object'],
    [/^tokenizer\.ggml\.\w+_token_id$/, 'number'],
    [/^tokenizer\.ggml\.add_\w+$/, 'boolean'],
  ];
  return [...metadata].flatMap(([key, value]) => {
    const rule = expected.find(([pattern]) => pattern.test(key));
    return rule === undefined || typeof value === rule[1] ? [] : [{ path, reason: `${key} has an unexpected type` }];
  });
}

function text(metadata: Metadata, key: string): string | undefined {
  const value = metadata.get(key);
  return typeof value === 'string' ? value : undefined;
}

function number(metadata: Metadata, key: string): number | undefined {
  const value = metadata.get(key);
  return typeof value === 'number' ? value : undefined;
}

function flag(metadata: Metadata, key: string): boolean | undefined {
  const value = metadata.get(key);
  return typeof value === 'boolean' ? value : undefined;
}

function array(metadata: Metadata, key: string): GgufArray | undefined {
  const value = metadata.get(key);
  return typeof value === 'object' ? value : undefined;
}
