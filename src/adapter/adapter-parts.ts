/** What one tensor of an adapter does to the base model. */
export type PartRole =
  | 'a'
  | 'b'
  | 'embedding-a'
  | 'embedding-b'
  | 'magnitude'
  | 'lora-bias'
  | 'token-rows'
  | 'mlx-a'
  | 'mlx-b'
  | 'mlx-magnitude'
  | 'saved';

export interface AdapterPart {
  /** Path without PEFT's wrapper prefix: of the module, or for `saved` of the tensor. */
  readonly path: string;
  readonly role: PartRole;
  /** How many of PEFT's `.base_layer` stood in the path: nested wrappers of mixture layers. */
  readonly depth: number;
  readonly tensor: string;
}

const PREFIX = /^(?:base_model\.model\.)?/;

/** Endings of tensor names by what they mean (spec serving-contract.md B2); older files have `.weight` behind the magnitude. */
const ENDINGS: readonly (readonly [RegExp, PartRole])[] = [
  [/\.lora_A(?:\.default)?\.weight$/, 'a'],
  [/\.lora_B(?:\.default)?\.weight$/, 'b'],
  [/\.lora_B(?:\.default)?\.bias$/, 'lora-bias'],
  [/\.lora_embedding_A(?:\.default)?$/, 'embedding-a'],
  [/\.lora_embedding_B(?:\.default)?$/, 'embedding-b'],
  [/\.lora_magnitude_vector(?:\.default)?(?:\.weight)?$/, 'magnitude'],
  [/\.token_adapter\.trainable_tokens_delta(?:\.default)?$/, 'token-rows'],
  [/\.trainable_tokens_delta(?:\.default)?$/, 'token-rows'],
  [/\.lora_a$/, 'mlx-a'],
  [/\.lora_b$/, 'mlx-b'],
  // mlx_lm's DoRA layers keep their magnitude as plain `m`.
  [/\.m$/, 'mlx-magnitude'],
];

/** The wrapper of `modules_to_save` is stripped when PEFT saves; trainers that save the state dict themselves leave it. */
const WRAPPER = /\.(?:modules_to_save(?:\.default)?|original_module)\./;
const ORIGINAL = /\.original_module\./;

/**
 * What each tensor of an adapter is, in the order given. What no ending claims is a whole tensor that replaces the base's: from
 * `modules_to_save`, from `bias`, or an embedding that PEFT saved because it was resized or targeted. A plain state dict also holds the
 * `original_module` that such a tensor stands in for, which PEFT never runs: it is left out beside the trained one.
 */
export function adapterParts(names: Iterable<string>): readonly AdapterPart[] {
  const parts = [...names].map(partOf);
  const trained = new Set(parts.flatMap(({ role, path, tensor }) => (isTrained(role, tensor) ? [path] : [])));
  return parts.filter(({ tensor, path }) => !ORIGINAL.test(tensor) || !trained.has(path));
}

function isTrained(role: PartRole, tensor: string): boolean {
  return role === 'saved' && !ORIGINAL.test(tensor);
}

function partOf(tensor: string): AdapterPart {
  const bare = tensor.replace(PREFIX, '');
  for (const [ending, role] of ENDINGS) {
    if (ending.test(bare)) return { ...unwrapped(bare.replace(ending, '')), role, tensor };
  }
  return { ...unwrapped(bare.replace(WRAPPER, '.')), role: 'saved', tensor };
}

function unwrapped(path: string): { readonly path: string; readonly depth: number } {
  const depth = path.split('.').filter((part) => part === 'base_layer').length;
  return { path: path.replace(/\.base_layer(?=\.|$)/g, ''), depth };
}
