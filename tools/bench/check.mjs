// `lockstep check` from cold start to exit on the bundled runs: wall time (best and median of several) and peak memory.
import { spawnSync } from 'node:child_process';

const ROUNDS = 7;
const atExit = "process.on('exit', () => process.stderr.write('PEAK ' + process.resourceUsage().maxRSS))";
const watch = `data:text/javascript,${encodeURIComponent(atExit)}`;

const rows = ['examples/healthy', 'examples/roles-dropped'].map((folder) => {
  const runs = Array.from({ length: ROUNDS }, () => timed(folder)).sort((a, b) => a.ms - b.ms);
  return {
    run: folder,
    'best ms': Math.round(runs[0]?.ms ?? Number.NaN),
    'median ms': Math.round(runs[Math.floor(ROUNDS / 2)]?.ms ?? Number.NaN),
    'peak MB': Math.round(Math.max(...runs.map(({ peak }) => peak)) / 1024),
  };
});
console.table(rows);

function timed(folder) {
  const start = performance.now();
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--import', watch, 'dist/cli.js', 'check', folder, '--format', 'json', '--fail-on', 'never'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`check ${folder} ended with ${status}: ${stderr}`);
  return { ms: performance.now() - start, peak: Number(/PEAK (\d+)/.exec(stderr)?.[1]) };
}
