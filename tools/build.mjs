// node tools/build.mjs [--generate | --types]: generated sources, bundles, report schema; --generate stops after the sources.
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { reportSchemaText } from './report-schema.mjs';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const flags = new Set(process.argv.slice(2));
const target = ['node20.19', 'es2023'];

await mkdir('src/generated', { recursive: true });
await Promise.all([generateDocPages(), generateViewer()]);
if (!flags.has('--generate')) {
  // Old chunks have other names and would be published with the new ones.
  await rm('dist/chunks', { recursive: true, force: true });
  await Promise.all([bundleLibrary(), bundleCli(), writeSchema()]);
  if (flags.has('--types'))
    execFileSync('npx', ['tsc', '-b'], { stdio: 'inherit', shell: process.platform === 'win32' });
}

/** docs/checks/a/b.md becomes the page `checks/a/b`: a check and a cause may share an id. */
async function generateDocPages() {
  const pages = {};
  for (const kind of ['checks', 'causes']) {
    const folder = join('docs', kind);
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    for (const name of names.filter((name) => name.endsWith('.md')).sort()) {
      const path = relative('docs', join(folder, name)).split(sep).join('/');
      pages[path.slice(0, -3)] = await readFile(join(folder, name), 'utf8');
    }
  }
  const doc = '/** Documentation pages by `checks/<id>` and `causes/<id>`, as Markdown. Written by tools/build.mjs. */';
  await writeChanged(
    'src/generated/doc-pages.ts',
    `${doc}\nexport const docPages: Readonly<Record<string, string>> = ${JSON.stringify(pages, null, 2)};\n`,
  );
}

/** The script and style of the report page as strings: the page is one file that asks the network for nothing. */
async function generateViewer() {
  const bundled = await build({
    entryPoints: ['web/viewer/main.ts'],
    bundle: true,
    format: 'iife',
    minify: true,
    charset: 'utf8',
    target: 'es2022',
    outdir: 'dist',
    write: false,
    logLevel: 'warning',
  });
  const text = (end) => bundled.outputFiles.find((file) => file.path.endsWith(end))?.text ?? '';
  const style = text('.css') || (await viewerStyle());
  await writeChanged(
    'src/generated/viewer-assets.ts',
    `/** Written by tools/build.mjs from web/viewer. */\nexport const viewerScript: string = ${JSON.stringify(text('.js'))};\nexport const viewerStyle: string = ${JSON.stringify(style)};\n`,
  );
}

/** For a viewer whose script does not import its style. */
async function viewerStyle() {
  const names = await readdir('web/viewer');
  const style = names.find((name) => name.endsWith('.css'));
  if (style === undefined) return '';
  const minified = await build({ entryPoints: [join('web/viewer', style)], bundle: true, minify: true, write: false });
  return minified.outputFiles[0].text;
}

async function bundleLibrary() {
  await build({
    entryPoints: { index: 'src/index.ts' },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target,
    packages: 'external',
    external: ['node:*'],
    // The file system stays in a chunk of its own, so that a browser can load the rest.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    outdir: 'dist',
    sourcemap: true,
    logLevel: 'warning',
  });
}

/** Dependencies are inside, so that a cold start opens few files; what is imported with `import()` becomes a chunk that is read only when needed. */
async function bundleCli() {
  await build({
    entryPoints: {
      cli: 'src/cli/main.ts',
      'labels-worker': 'src/cli/labels-worker.ts',
      'merge-worker': 'src/cli/merge-worker.ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    outdir: 'dist',
    logLevel: 'warning',
    // commander and picocolors are CommonJS and call require for node: modules.
    banner: {
      js: '#!/usr/bin/env node\nimport { createRequire as lockstepRequire } from "node:module";const require = lockstepRequire(import.meta.url);',
    },
  });
  await chmod('dist/cli.js', 0o755);
}

async function writeSchema() {
  const text = await reportSchemaText();
  await mkdir('dist', { recursive: true });
  await Promise.all([writeChanged('dist/report.schema.json', text), writeChanged('docs/report.schema.json', text)]);
}

/** Leaves an equal file alone, so that watchers and `tsc -b` see no change; a reader never sees half a file. */
async function writeChanged(path, text) {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return;
  const half = `${path}.${process.pid}.tmp`;
  await writeFile(half, text);
  await rename(half, path);
}
