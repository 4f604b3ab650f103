// The models that tools/bench/adapter.mjs proves: BF16, all linear modules, rank 16. Every layer holds the same bytes, since what is
// computed does not depend on them.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

const [HIDDEN, INNER, RANK] = [2048, 3584, 16];
export const folder = '/tmp/lockstep-bench-adapter';
const MODULES = [
  ['self_attn.q_proj', HIDDEN, HIDDEN],
  ['self_attn.k_proj', 512, HIDDEN],
  ['self_attn.v_proj', 512, HIDDEN],
  ['self_attn.o_proj', HIDDEN, HIDDEN],
  ['mlp.gate_proj', INNER, HIDDEN],
  ['mlp.up_proj', INNER, HIDDEN],
  ['mlp.down_proj', HIDDEN, INNER],
];

/** Makes base, adapter and merge of so many GB each, unless they are there. False without the room for them. */
export function haveFiles(gigabytes) {
  mkdirSync(folder, { recursive: true });
  const layerBytes = MODULES.reduce((sum, [, rows, columns]) => sum + rows * columns * 2, 0);
  const layers = Math.max(1, Math.round((gigabytes * 1e9) / layerBytes));
  const marker = join(folder, 'layers');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === String(layers)) return true;
  const { bavail, bsize } = statfsSync('/tmp');
  if (bavail * bsize < layers * layerBytes * 2.5) return false;
  makeFiles(layers);
  writeFileSync(marker, String(layers));
  return true;
}

function safetensors(path, tensors, write) {
  let at = 0;
  const header = {};
  for (const { name, dtype, shape, bytes } of tensors) {
    header[name] = { dtype, shape, data_offsets: [at, at + bytes] };
    at += bytes;
  }
  const text = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(Math.ceil(text.length / 8) * 8, 0x20);
  text.copy(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  const file = openSync(path, 'w');
  writeSync(file, length);
  writeSync(file, padded);
  for (const tensor of tensors) writeSync(file, write(tensor));
  closeSync(file);
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);
function toBfloat16(value) {
  float[0] = value;
  return (bits[0] + 0x7fff + ((bits[0] >>> 16) & 1)) >>> 16;
}
function fromBfloat16(code) {
  bits[0] = code << 16;
  return float[0];
}

function makeFiles(layers) {
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32 - 0.5;
  };
  const made = new Map();
  for (const [name, rows, columns] of MODULES) {
    const a = Float32Array.from({ length: RANK * columns }, random);
    const b = Float32Array.from({ length: rows * RANK }, () => random() * 0.01);
    const base = new Uint16Array(rows * columns);
    const merged = new Uint16Array(rows * columns);
    for (let at = 0; at < base.length; at++) {
      const [row, column] = [Math.floor(at / columns), at % columns];
      let delta = 0;
      for (let k = 0; k < RANK; k++) delta += b[row * RANK + k] * a[k * columns + column];
      base[at] = toBfloat16(random() * 0.1);
      merged[at] = toBfloat16(fromBfloat16(base[at]) + 2 * delta);
    }
    made.set(name, { a, b, base, merged });
  }
  for (const name of ['base', 'adapter', 'merged']) mkdirSync(join(folder, name), { recursive: true });
  const names = Array.from({ length: layers }, (_, layer) =>
    MODULES.map(([module, rows, columns]) => ({ path: `model.layers.${layer}.${module}`, module, rows, columns })),
  ).flat();
  const weights = names.map(({ path, module, rows, columns }) => {
    return { name: `${path}.weight`, module, dtype: 'BF16', shape: [rows, columns], bytes: rows * columns * 2 };
  });
  for (const side of ['base', 'merged'])
    safetensors(join(folder, side, 'model.safetensors'), weights, ({ module }) =>
      Buffer.from(made.get(module)[side].buffer),
    );
  const factors = names.flatMap(({ path, module, rows, columns }) => [
    {
      name: `base_model.model.${path}.lora_A.weight`,
      module,
      side: 'a',
      dtype: 'F32',
      shape: [RANK, columns],
      bytes: RANK * columns * 4,
    },
    {
      name: `base_model.model.${path}.lora_B.weight`,
      module,
      side: 'b',
      dtype: 'F32',
      shape: [rows, RANK],
      bytes: rows * RANK * 4,
    },
  ]);
  const write = ({ module, side }) => Buffer.from(made.get(module)[side].buffer);
  safetensors(join(folder, 'adapter', 'adapter_model.safetensors'), factors, write);
  const config = { peft_type: 'LORA', r: RANK, lora_alpha: RANK * 2, target_modules: 'all-linear' };
  writeFileSync(join(folder, 'adapter', 'adapter_config.json'), JSON.stringify(config));
}
