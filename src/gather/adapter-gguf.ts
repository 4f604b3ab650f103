import { ggufScale } from '../adapter/gguf-scale.ts';
import type { StoredScale } from '../adapter/scale-differences.ts';
import type { AdapterInspection, InspectedModule } from '../evidence/adapter-inspection.ts';
import { type GgufHeader, parseGguf } from '../formats/gguf.ts';
import { failed, ok, type Result } from '../lib/result.ts';
import type { LocatedFile } from './folder.ts';

/** An adapter's header has some thousand tensor names and no vocabulary. */
const MAX_HEADER = 16 * 1024 * 1024;

/** A GGUF adapter: the factor that llama.cpp applies to every tensor. No tensor data is read. */
export async function inspectGgufAdapter(file: LocatedFile): Promise<Result<AdapterInspection>> {
  const read = await readHeader(file);
  if (!read.ok) return read;
  const { alpha, ranks } = read.value;
  const modules = [...ranks].map(
    ([name, rank]): InspectedModule => ({ name, rank, scale: ggufScale(alpha, rank), notFinite: 0, zeroSides: [] }),
  );
  return ok({ path: file.shown, format: 'gguf', alpha, modules, wholeTensors: [], servers: [], converted: [] });
}

/** What a GGUF adapter stores, by the module names of transformers; undefined when the file is no adapter. */
export async function ggufStoredScale(file: LocatedFile): Promise<StoredScale | undefined> {
  const read = await readHeader(file);
  if (!read.ok) return undefined;
  const { alpha, ranks } = read.value;
  return { kind: 'gguf', alpha, rankOf: (module) => ranks.get(ggufName(module)) };
}

interface StoredAdapter {
  readonly alpha: number;
  /** By the name of the tensor that is changed, without `.weight`. */
  readonly ranks: ReadonlyMap<string, number>;
}

async function readHeader(file: LocatedFile): Promise<Result<StoredAdapter>> {
  const bytes = await file.files.slice(file.path, 0, Math.min(file.size, MAX_HEADER));
  if (!bytes.ok) return bytes;
  const header = parseGguf(bytes.value, file.size);
  if (!header.ok) return failed(`${file.shown}: ${header.problem.reason}`);
  const alpha = header.value.metadata.get('adapter.lora.alpha');
  if (typeof alpha !== 'number')
    return failed(`${file.shown} is a GGUF model, not an adapter: it has no adapter.lora.alpha`);
  return ok({ alpha, ranks: ranksOf(header.value) });
}

/** ggml lists the fastest dimension first: A is in × rank there, so that the rank comes second. */
function ranksOf({ tensors }: GgufHeader): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  for (const [name, { shape }] of tensors) {
    const module = /^(.+?)(?:\.weight)?\.lora_a$/.exec(name)?.[1];
    const rank = shape[1];
    if (module !== undefined && rank !== undefined && rank > 0) ranks.set(module, rank);
  }
  return ranks;
}

/** Names of llama.cpp for the modules of the common text models (gguf-py/gguf/tensor_mapping.py); others are not compared. */
const NAMES: Readonly<Record<string, string>> = {
  'self_attn.q_proj': 'attn_q',
  'self_attn.k_proj': 'attn_k',
  'self_attn.v_proj': 'attn_v',
  'self_attn.o_proj': 'attn_output',
  'mlp.gate_proj': 'ffn_gate',
  'mlp.up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
};

function ggufName(module: string): string {
  const [, layer, rest = ''] = /(?:^|\.)layers\.(\d+)\.(.+)$/.exec(module) ?? [];
  const name = NAMES[rest];
  return layer === undefined || name === undefined ? module : `blk.${layer}.${name}`;
}
