// What `lockstep lint` costs on a file of 100,000 questions with 2,000 evaluation rows, with the built CLI. node tools/bench/lint.mjs [--rows 100000]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const at = process.argv.indexOf('--rows');
const rows = at === -1 ? 100_000 : Number(process.argv[at + 1]);
const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
const places = ['door', 'wall', 'machine', 'stairs', 'window'];
const jobs = ['cutting', 'painting', 'lifting', 'welding'];

function row(index, prefix) {
  const number = (index * 7919) % 100_003;
  const question = `${prefix} ${index}: ladder ${number} stands ${number % 13} steps from the ${places[number % 5]} and the worker is ${jobs[(number >> 5) % 4]} near unit ${(number * 31) % 9973}. Is it safe?`;
  return `${JSON.stringify({ prompt: question, completion: number % 3 === 0 ? 'unsafe' : 'safe' })}\n`;
}

function write(name, count, prefix) {
  const path = join(folder, name);
  writeFileSync(path, Array.from({ length: count }, (_, index) => row(index, prefix)).join(''));
  return path;
}

try {
  const args = [
    resolve('dist/cli.js'),
    'lint',
    write('train.jsonl', rows, 'Report'),
    '--eval',
    write('eval.jsonl', 2_000, 'Note'),
    '--format',
    'json',
    '--fail-on',
    'never',
  ];
  const watch = `process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    console.error(((userCPUTime + systemCPUTime) / 1e6).toFixed(1), Math.round(maxRSS / 1024));
  });`;
  const started = performance.now();
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(watch)}`, ...args],
    { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  const [cpu, peak] = stderr.trim().split('\n').at(-1).split(' ');
  console.table([
    { rows, 'wall s': ((performance.now() - started) / 1000).toFixed(1), 'cpu s': cpu, 'peak MB': peak, exit: status },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
