// node --expose-gc tools/bench/adapter.mjs [GB]: proves a synthetic merge (BF16, all linear modules, rank 16), sampled and exact, against the
// time of reading the same slices (through RunFiles, page cache warm) and, where python is there, the same sums in NumPy. Files are made once in /tmp/lockstep-bench-adapter.
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
if (!(GB > 0)) throw new Error('node tools/bench/adapter.mjs [GB]: size of one model in GB, 2 by default');
const [HIDDEN, INNER, RANK] = [2048, 3584, 16];
/** The best of so many counts. */
const ROUNDS = 3;
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
      "export { proveMerge } from './src/gather/prove-merge.ts';",
      "export { concludeMerge } from './src/gather/conclude-proof.ts';",
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

/** Seconds to read slices with one open file per side and no layer in between: the least any proof can take. */
function readSeconds(slices) {
  const open = ({ side, path }) => openSync(join(folder, side, path), 'r');
  const firsts = new Map(slices.map((slice) => [slice.side, slice]));
  const files = new Map([...firsts].map(([side, slice]) => [side, open(slice)]));
  const buffer = Buffer.alloc(Math.max(...slices.map(({ start, end }) => end - start)));
  const begin = performance.now();
  for (const { side, start, end } of slices) readSync(files.get(side), buffer, 0, end - start, start);
  const seconds = (performance.now() - begin) / 1000;
  for (const file of files.values()) closeSync(file);
  return seconds;
}

/** Every slice that a proof asks for: bands of base and merge, factors of the adapter, headers. */
async function slicesOf(sources, prove) {
  const slices = [];
  const recorded = Object.entries(sources).map(([side, files]) => {
    const slice = (path, start, end) => {
      slices.push({ side, path, start, end });
      return files.slice(path, start, end);
    };
    return [side, { ...files, slice }];
  });
  await prove(Object.fromEntries(recorded));
  return slices;
}

/** Seconds to read slices through RunFiles, as many at a time as the proof has under way. */
async function slicesSeconds(sources, slices) {
  const begin = performance.now();
  for (let at = 0; at < slices.length; at += 48)
    await Promise.all(
      slices.slice(at, at + 48).map(({ side, path, start, end }) => sources[side].slice(path, start, end)),
    );
  return (performance.now() - begin) / 1000;
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
  const row = (what, seconds, bytes, more = {}) =>
    rows.push({
      what,
      seconds: seconds.toFixed(2),
      GB: (bytes / 1e9).toFixed(2),
      'GB/s': (bytes / 1e9 / seconds).toFixed(2),
      ...more,
    });
  const time = async (run) => {
    globalThis.gc?.();
    const begin = performance.now();
    const cpu = process.cpuUsage();
    const proof = await run();
    const seconds = (performance.now() - begin) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const memory = `${Math.round(process.memoryUsage().rss / 1e6)} MB`;
    return { seconds, more: { 'CPU s': ((user + system) / 1e6).toFixed(2), memory, verdict: proof.verdict } };
  };
  const bytesOf = (slices) => slices.reduce((sum, { start, end }) => sum + end - start, 0);

  const slices = await slicesOf(sources, library.proveMerge);
  const sampledPlan = (await library.planMergeProof(sources, {})).value;
  const [raw, layered, sampled, shared] = [[], [], [], []];
  // In turn, so that what else the machine does falls on all of them alike.
  for (let round = 0; round < ROUNDS; round++) {
    raw.push(readSeconds(slices));
    layered.push(await slicesSeconds(sources, slices));
    sampled.push(await time(() => library.proveMerge(sources)));
    shared.push(await time(async () => library.concludeMerge(sampledPlan, await pooled(sampledPlan, 2))));
  }
  const best = (runs) => runs.reduce((one, other) => (other.seconds < one.seconds ? other : one));
  const [one, two, reading] = [best(sampled), best(shared), Math.min(...layered)];
  row(`reading ${slices.length} sampled slices, no layer`, Math.min(...raw), bytesOf(slices));
  row('the same through RunFiles', reading, bytesOf(slices));
  row('sampled proof, one thread', one.seconds, bytesOf(slices), one.more);
  row('sampled proof, two workers', two.seconds, bytesOf(slices), two.more);
  const size = statSync(join(folder, 'base/model.safetensors')).size;
  const whole = ['base', 'merged'].flatMap((side) =>
    Array.from({ length: Math.ceil(size / 4194304) }, (_, at) => {
      return { side, path: 'model.safetensors', start: at * 4194304, end: Math.min(size, (at + 1) * 4194304) };
    }),
  );
  row('reading everything', readSeconds(whole), bytesOf(whole));
  const exact = await time(() => library.proveMerge(sources, { exact: true }));
  row('exact proof, one thread', exact.seconds, bytesOf(whole), exact.more);
  const exactPlan = (await library.planMergeProof(sources, { exact: true })).value;
  const both = await time(async () => library.concludeMerge(exactPlan, await pooled(exactPlan, 2)));
  row('exact proof, two workers', both.seconds, bytesOf(whole), both.more);
  for (const python of ['/opt/venv/bin/python', 'python3']) {
    const { status, stdout } = spawnSync(python, ['-c', NUMPY, folder], { encoding: 'utf8' });
    if (status !== 0) continue;
    const [wall, cpu] = stdout.split(' ').map(Number);
    row('the sums in NumPy, its threads', wall, bytesOf(whole), { 'CPU s': cpu.toFixed(2) });
    break;
  }
  console.table(rows);
  const ratio = (seconds) => (seconds / reading).toFixed(2);
  console.log(`sampled proof ÷ reading its bytes: ${ratio(one.seconds)}, with two workers ${ratio(two.seconds)}`);
  if (process.argv.includes('--clean')) rmSync(folder, { recursive: true });
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
