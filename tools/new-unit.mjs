// npm run new -- check labels/something-wrong   or   npm run new -- cause loss/some-cause
// Writes the file, its doc page and its test, and adds the registry line: everything that completeness asks for.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const [kind, id] = process.argv.slice(2);
if ((kind !== 'check' && kind !== 'cause') || !/^[a-z]+\/[a-z][a-z-]+$/.test(id ?? '')) {
  console.error('usage: npm run new -- check|cause subject/noun-in-failing-state');
  process.exit(2);
}

const folder = `${kind}s`;
const name = id.replace(/[/-]([a-z])/g, (_, letter) => letter.toUpperCase());
const source = readFileSync(`tools/templates/${kind}.ts.txt`, 'utf8').replaceAll('ID', id);
const test = readFileSync(`tools/templates/${kind}.test.ts.txt`, 'utf8').replaceAll('ID', id).replaceAll('NAME', name);
const page = readFileSync(`tools/templates/${kind}.md.txt`, 'utf8').replaceAll('ID', id);
write(`src/${folder}/${id}.ts`, source);
write(`test/${folder}/${id}.test.ts`, test);
write(`docs/${folder}/${id}.md`, page);
register();

function write(path, text) {
  if (existsSync(path)) {
    console.error(`${path} is there already`);
    process.exit(1);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}

/** The import goes among the imports in order, the entry behind the last one of its subject. */
function register() {
  const path = `src/${folder}/registry.ts`;
  const lines = readFileSync(path, 'utf8').split('\n');
  const line = `import ${name} from './${id}.ts';`;
  const after = lines.findIndex(
    (one) => one.startsWith('import ') && one.includes("from './") && one.split("'")[1] > `./${id}.ts`,
  );
  lines.splice(Math.max(after, 0), 0, line);
  const subject = id.split('/')[0];
  const last = lines.findLastIndex((one) => one.startsWith(`  ${subject}`));
  const end = lines.findIndex((one) => one.startsWith('] as const'));
  lines.splice(last < 0 ? end : last + 1, 0, `  ${name},`);
  writeFileSync(path, lines.join('\n'));
  console.log(`registered in ${path}`);
}
