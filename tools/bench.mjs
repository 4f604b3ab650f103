// npm run bench [-- name …]: runs the benchmarks in tools/bench, one after the other in processes of their own, and prints their tables.
// Nothing is asserted: speed depends on the machine, the tables say against what it was measured.
import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const benchmarks = ['render', 'encode', 'labels', 'adapter', 'score', 'lint', 'check'];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benchmarks.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are ${benchmarks.join(', ')}.`);
  process.exit(2);
}
const chosen = benchmarks.filter((name) => wanted.length === 0 || wanted.includes(name));

console.log(
  `Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown processor'}, load ${loadavg()[0].toFixed(1)}\n`,
);
for (const name of chosen) {
  console.log(`## ${name}\n`);
  const { status } = spawnSync(process.execPath, ['--expose-gc', join('tools/bench', `${name}.mjs`)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
  console.log();
}
