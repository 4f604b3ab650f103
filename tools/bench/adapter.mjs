// node --expose-gc tools/bench/adapter.mjs [GB]: proves a synthetic merge (BF16, all linear modules, rank 16), sampled and exact, against the
// time of reading the same bytes and, where python is there, the same sums in NumPy. Files are made once in /tmp/lockstep-bench-adapter.
// Every layer holds the same bytes: what is computed does not depend on them.
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { build } from 'esbuild';

const GB = Number(process.argv[2] ?? 2);
const [HIDDEN, INNER, RANK] = [2048, 3584, 16];
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = '/tmp/lockstep-bench-adapter';
const MODULES = [
  ['self_attn.q_proj', HIDDEN, HIDDEN],
  ['self_attn.k_proj', 512, HIDDEN],
  ['self_attn.v_proj', 512, HIDDEN],
  ['self_attn.o_proj', HIDDEN, HIDDEN],
  ['mlp.gate_proj', INNER, HIDDEN],
  ['mlp.up_proj', INNER, HIDDEN],
  ['mlp.down_proj', HIDDEN, INNER],
];

async function load() {
  const bundle = join(folder, 'library.mjs');
  if (isMainThread) {
    const contents = [
      "export { proveMerge, concludeMerge } from './src/prove-merge.ts';",
      "export { planMergeProof } from './src/gather/merge-plan.ts';",
      "export { createProofRoom } from './src/gather/merge-room.ts'; export { proveUnit } from './src/gather/merge-unit-proof.ts';",
      "export { openDirectory } from './src/source/directory.ts';",
    ].join('\n');
    const stdin = { contents, resolveDir: root, loader: 'ts' };
    await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile: bundle, logLevel: 'error' });
  }
  return import(bundle);
}

async function openSources({ openDirectory }) {
  const open = async (name) => (await openDirectory(join(folder, name))).value;
  return { base: await open('base'), adapter: await open('adapter'), merged: await open('merged') };
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

/** Seconds to read byte ranges with one open file per side: the least any proof can take. */
function readSeconds(ranges) {
  const files = {
    base: openSync(join(folder, 'base/model.safetensors'), 'r'),
    merged: openSync(join(folder, 'merged/model.safetensors'), 'r'),
  };
  const buffer = Buffer.alloc(Math.max(...ranges.map(([, start, end]) => end - start)));
  const begin = performance.now();
  let bytes = 0;
  for (const [side, start, end] of ranges) bytes += readSync(files[side], buffer, 0, end - start, start);
  const seconds = (performance.now() - begin) / 1000;
  for (const file of Object.values(files)) closeSync(file);
  return { seconds, bytes };
}

/** Byte ranges of a plan's bands, row by row as they are read. */
function rangesOf(units) {
  return units.flatMap(({ base, merged, columns, bands }) =>
    bands.flatMap(([first, end]) => [
      ['base', base.start + first * columns * 2, base.start + end * columns * 2],
      ['merged', merged.start + first * columns * 2, merged.start + end * columns * 2],
    ]),
  );
}

async function pooled(plan, workers) {
  const share = Array.from({ length: workers }, (_, at) => plan.units.filter(({ id }) => id % workers === at));
  const outcomes = await Promise.all(
    share.map(
      (units) =>
        new Promise((resolve, reject) => {
          const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { units } });
          worker.on('message', resolve);
          worker.on('error', reject);
        }),
    ),
  );
  return outcomes.flat();
}

const NUMPY = `
import json, time, numpy as np, struct, sys
def load(p):
    m = np.memmap(p, dtype=np.uint8, mode='r'); n = struct.unpack('<Q', m[:8].tobytes())[0]
    return m[8+n:], json.loads(m[8:8+n].tobytes())
def get(s, k):
    a, b = s[1][k]['data_offsets']; return s[0][a:b], s[1][k]['shape'], s[1][k]['dtype']
def val(s, k):
    d, shape, t = get(s, k)
    if t == 'BF16': return (d.view(np.uint16).astype(np.uint32) << 16).view(np.float32).reshape(shape)
    return d.view(np.float32).reshape(shape)
f = sys.argv[1]
B, M, A = (load(f + p) for p in ('/base/model.safetensors', '/merged/model.safetensors', '/adapter/adapter_model.safetensors'))
t = time.time(); c = time.process_time()
for k in B[1]:
    n = 'base_model.model.' + k[:-7]
    W, X = val(B, k), val(M, k)
    D = (val(A, n + '.lora_B.weight') * 2) @ val(A, n + '.lora_A.weight')
    E = W + D; e = E.view(np.uint32); E = ((e + 0x7fff + ((e >> 16) & 1)) & np.uint32(0xffff0000)).view(np.float32)
    d = X - W; x = X - E
    s = [np.vdot(d, D), np.vdot(D, D), np.vdot(d, d), np.vdot(W, W), np.vdot(x, x), (X == E).sum(), ((E == W) & (D != 0)).sum()]
print(time.time() - t, time.process_time() - c)
`;

async function main() {
  mkdirSync(folder, { recursive: true });
  const layerBytes = MODULES.reduce((sum, [, rows, columns]) => sum + rows * columns * 2, 0);
  const layers = Math.max(1, Math.round((GB * 1e9) / layerBytes));
  const { bavail, bsize } = statfsSync('/tmp');
  if (bavail * bsize < layers * layerBytes * 2.5) return console.log('not enough room in /tmp: nothing measured');
  const marker = join(folder, 'layers');
  if (!existsSync(marker) || readFileSync(marker, 'utf8') !== String(layers)) {
    makeFiles(layers);
    writeFileSync(marker, String(layers));
  }
  const library = await load();
  const sources = await openSources(library);
  const rows = [];
  const time = async (name, run) => {
    globalThis.gc?.();
    const begin = performance.now();
    const cpu = process.cpuUsage();
    const proof = await run();
    const seconds = (performance.now() - begin) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const memory = `${Math.round(process.memoryUsage().rss / 1e6)} MB`;
    rows.push({
      what: name,
      seconds: seconds.toFixed(2),
      GB: (proof.reading.bytesRead / 1e9).toFixed(2),
      'GB/s': (proof.reading.bytesRead / 1e9 / seconds).toFixed(2),
      'CPU s': ((user + system) / 1e6).toFixed(2),
      memory,
      verdict: proof.verdict,
    });
    return seconds;
  };
  const sampled = (await library.planMergeProof(sources, {})).value;
  const ranges = rangesOf(sampled.units);
  readSeconds(ranges);
  const read = readSeconds(ranges);
  rows.push({
    what: 'reading the sampled bytes',
    seconds: read.seconds.toFixed(2),
    GB: (read.bytes / 1e9).toFixed(2),
    'GB/s': (read.bytes / 1e9 / read.seconds).toFixed(2),
  });
  const slices = await slicesSeconds(sources, ranges);
  rows.push({
    what: 'the same through RunFiles',
    seconds: slices.toFixed(2),
    GB: (read.bytes / 1e9).toFixed(2),
    'GB/s': (read.bytes / 1e9 / slices).toFixed(2),
  });
  await time('sampled proof, one core', () => library.proveMerge(sources));
  const size = statSync(join(folder, 'base/model.safetensors')).size;
  const whole = ['base', 'merged'].flatMap((side) =>
    Array.from({ length: Math.ceil(size / 4194304) }, (_, at) => [
      side,
      at * 4194304,
      Math.min(size, (at + 1) * 4194304),
    ]),
  );
  const sequential = readSeconds(whole);
  rows.push({
    what: 'reading everything',
    seconds: sequential.seconds.toFixed(2),
    GB: (sequential.bytes / 1e9).toFixed(2),
    'GB/s': (sequential.bytes / 1e9 / sequential.seconds).toFixed(2),
  });
  await time('exact proof, one core', () => library.proveMerge(sources, { exact: true }));
  const exact = (await library.planMergeProof(sources, { exact: true })).value;
  await time('exact proof, two workers', async () => library.concludeMerge(exact, await pooled(exact, 2)));
  for (const python of ['/opt/venv/bin/python', 'python3']) {
    const { status, stdout } = spawnSync(python, ['-c', NUMPY, folder], { encoding: 'utf8' });
    if (status !== 0) continue;
    const [wall, cpu] = stdout.split(' ').map(Number);
    rows.push({
      what: 'the sums in NumPy, its threads',
      seconds: wall.toFixed(2),
      GB: (sequential.bytes / 1e9).toFixed(2),
      'GB/s': (sequential.bytes / 1e9 / wall).toFixed(2),
      'CPU s': cpu.toFixed(2),
    });
    break;
  }
  console.table(rows);
  if (process.argv.includes('--clean')) rmSync(folder, { recursive: true });
}

/** Seconds to read the ranges as the proof does: eight at a time. */
async function slicesSeconds(sources, ranges) {
  const begin = performance.now();
  for (let at = 0; at < ranges.length; at += 8)
    await Promise.all(
      ranges.slice(at, at + 8).map(([side, start, end]) => sources[side].slice('model.safetensors', start, end)),
    );
  return (performance.now() - begin) / 1000;
}

if (isMainThread) {
  await main();
} else {
  const library = await load();
  const sources = await openSources(library);
  const room = library.createProofRoom();
  const outcomes = [];
  for (const unit of workerData.units) outcomes.push(await library.proveUnit(sources, unit, room));
  parentPort.postMessage(outcomes);
}
