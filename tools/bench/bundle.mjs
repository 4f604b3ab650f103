import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const src = fileURLToPath(new URL('../../src', import.meta.url));

/**
 * Bundles names exported by files below src, so that a benchmark measures what is there without a build: `{ 'tokenizer/x.ts': ['x'] }`.
 * Returns the address to import and a folder that is removed when the process ends.
 */
export async function bundled(names) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  const outfile = join(folder, 'engine.mjs');
  const lines = Object.entries(names).map(
    ([path, exported]) => `export { ${exported.join(', ')} } from ${JSON.stringify(resolve(src, path))};`,
  );
  await build({
    stdin: { contents: lines.join('\n'), resolveDir: src },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'error',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return { address: pathToFileURL(outfile).href, folder };
}
