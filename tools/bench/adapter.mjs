// node --expose-gc tools/bench/adapter.mjs [GB] [--sampled] [--clean]: proves a synthetic merge (BF16, all linear modules, rank 16), sampled and exact,
// against the time of reading the same slices, with their pages in memory (warm) and not (cold), and, where python is there, the same
// sums in NumPy. Files are made once in /tmp/lockstep-bench-adapter; --sampled leaves the exact proof out, --clean removes the files.
import { spawnSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { build } from 'esbuild';
import { folder, haveFiles } from './adapter-files.mjs';
import {
  bytesOf,
  dropPages,
  readAsProof,
  readOneByOne,
  readRaw,
  readTogether,
  requestsOf,
} from './adapter-reading.mjs';

const GB = Number(process.argv[2] ?? 2);
if (!(GB > 0)) throw new Error('node tools/bench/adapter.mjs [GB]: size of one model in GB, 2 by default');
/** The best of so many counts. */
const ROUNDS = 5;
const root = fileURLToPath(new URL('../..', import.meta.url));

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

/** Runs something; seconds by the clock and of the processor, and what it found. */
async function time(run) {
  globalThis.gc?.();
  const begin = performance.now();
  const cpu = process.cpuUsage();
  const proof = await run();
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, processor: (user + system) / 1e6, verdict: proof?.verdict };
}

function rowOf(what, { seconds, processor, verdict }, bytes) {
  const memory = verdict === undefined ? {} : { memory: `${Math.round(process.memoryUsage().rss / 1e6)} MB`, verdict };
  const speed = (bytes / 1e9 / seconds).toFixed(2);
  return {
    what,
    seconds: seconds.toFixed(2),
    'CPU s': processor?.toFixed(2),
    GB: (bytes / 1e9).toFixed(2),
    'GB/s': speed,
    ...memory,
  };
}

/** The best times of each, in turn, so that what else the machine does falls on all of them alike. */
async function bestOf(runs, before) {
  const best = new Map();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [what, run] of Object.entries(runs)) {
      before();
      const timed = await time(run);
      const other = best.get(what) ?? timed;
      const seconds = Math.min(timed.seconds, other.seconds);
      best.set(what, { ...timed, seconds, processor: Math.min(timed.processor, other.processor) });
    }
  }
  return best;
}

async function sampled(library, sources) {
  const requests = await requestsOf(sources, library.proveMerge);
  const reads = {
    'reading, no layer': async () => readRaw(requests),
    'reading, slice after slice': () => readOneByOne(sources, requests),
    'reading, 48 slices at a time': () => readTogether(sources, requests),
    'reading, in batches as the proof': () => readAsProof(sources, requests),
  };
  const proofs = { 'sampled proof, one thread': () => library.proveMerge(sources) };
  const slices = requests.reduce((sum, { ranges }) => sum + ranges.length, 0);
  console.log(`A sample reads ${slices} slices, ${(bytesOf(requests) / 1e6).toFixed(0)} MB.`);
  const warm = await bestOf({ ...reads, ...proofs }, () => undefined);
  const cold = dropPages() ? await bestOf({ ...reads, ...proofs }, dropPages) : new Map();
  const rows = [
    ...[...warm].map(([what, timed]) => rowOf(`warm: ${what}`, timed, bytesOf(requests))),
    ...[...cold].map(([what, timed]) => rowOf(`cold: ${what}`, timed, bytesOf(requests))),
  ];
  return { rows, ratios: [ratios('warm', warm), cold.size === 0 ? 'Cold was not measured.' : ratios('cold', cold)] };
}

function ratios(state, timed) {
  const proof = timed.get('sampled proof, one thread');
  const against = ['slice after slice', '48 slices at a time', 'in batches as the proof'].map((how) => {
    const reading = timed.get(`reading, ${how}`);
    const [clock, processor] = [proof.seconds / reading.seconds, proof.processor / reading.processor];
    return `${clock.toFixed(2)} (CPU ${processor.toFixed(2)}) ${how}`;
  });
  return `${state}: sampled proof ÷ reading its bytes = ${against.join(', ')}`;
}

async function exact(library, sources) {
  const size = statSync(join(folder, 'base/model.safetensors')).size;
  const whole = ['base', 'merged'].map((side) => {
    const ranges = Array.from({ length: Math.ceil(size / 4194304) }, (_, at) => [
      at * 4194304,
      Math.min(size, (at + 1) * 4194304),
    ]);
    return { side, path: 'model.safetensors', ranges };
  });
  const rows = [rowOf('reading everything', await time(async () => readRaw(whole)), bytesOf(whole))];
  const one = await time(() => library.proveMerge(sources, { exact: true }));
  rows.push(rowOf('exact proof, one thread', one, bytesOf(whole)));
  const plan = (await library.planMergeProof(sources, { exact: true })).value;
  const two = await time(async () => library.concludeMerge(plan, await pooled(plan, 2)));
  rows.push(rowOf('exact proof, two workers', two, bytesOf(whole)));
  for (const python of ['/opt/venv/bin/python', 'python3']) {
    const { status, stdout } = spawnSync(python, ['-c', NUMPY, folder], { encoding: 'utf8' });
    if (status !== 0) continue;
    const [seconds, processor] = stdout.split(' ').map(Number);
    rows.push(rowOf('the sums in NumPy, its threads', { seconds, processor }, bytesOf(whole)));
    break;
  }
  return rows;
}

async function main() {
  if (!haveFiles(GB)) return console.log('not enough room in /tmp: nothing measured');
  const library = await load();
  const sources = await openSources(library);
  const sample = await sampled(library, sources);
  const more = process.argv.includes('--sampled') ? [] : await exact(library, sources);
  console.table([...sample.rows, ...more]);
  for (const line of sample.ratios) console.log(line);
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
