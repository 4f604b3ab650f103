// Fails when a check or cause lacks its registry line, its doc page (with its headings in order) or its test, and when one of those
// stands without a check or cause.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));

const headings = {
  checks: ['What it means', 'Why it matters', 'How it is found', 'Example', 'How to fix', 'When to ignore it'],
  causes: ['The story', 'What speaks for it', 'What speaks against it', 'What to do', 'Do not confuse it with'],
};

const problems = Object.keys(headings).flatMap((kind) => {
  const units = idsBelow(`src/${kind}`, '.ts');
  const pages = idsBelow(`docs/${kind}`, '.md');
  const tests = idsBelow(`test/${kind}`, '.test.ts');
  const registry = readFileSync(`src/${kind}/registry.ts`, 'utf8');
  return [
    ...units.flatMap((id) => unitProblems(kind, id, { pages, tests, registry })),
    ...pages.filter((id) => !units.includes(id)).map((id) => `docs/${kind}/${id}.md describes nothing in src/${kind}`),
    ...tests.filter((id) => !units.includes(id)).map((id) => `test/${kind}/${id}.test.ts tests nothing in src/${kind}`),
  ];
});

const commands = readdirSync('src/cli/register')
  .filter((name) => readFileSync(`src/cli/register/${name}`, 'utf8').includes(': Register ='))
  .map((name) => name.slice(0, -3));
const manual = readdirSync('docs/commands');
for (const name of commands) {
  // `template mark` is the only command in two words.
  if (!manual.some((page) => page === `${name}.md` || page.startsWith(`${name}-`)))
    problems.push(`docs/commands has no page for lockstep ${name}`);
}

for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0
    ? 'complete: every check and cause has its registry line, page and test, every command its page'
    : `${problems.length} missing`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

function unitProblems(kind, id, { pages, tests, registry }) {
  const source = readFileSync(`src/${kind}/${id}.ts`, 'utf8');
  return [
    source.includes(`id: '${id}'`) ? '' : `src/${kind}/${id}.ts has another id than its path`,
    registry.includes(`'./${id}.ts'`) ? '' : `src/${kind}/registry.ts lacks ${id}`,
    tests.includes(id) ? '' : `test/${kind}/${id}.test.ts is missing`,
    pages.includes(id) ? pageProblem(kind, id) : `docs/${kind}/${id}.md is missing`,
  ].filter((problem) => problem !== '');
}

function pageProblem(kind, id) {
  const page = readFileSync(`docs/${kind}/${id}.md`, 'utf8');
  const found = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title.trim());
  return found.join('|') === headings[kind].join('|')
    ? ''
    : `docs/${kind}/${id}.md must have the headings ${headings[kind].join(', ')}, in this order`;
}

/** Files two folders deep (subject/name), without the ending. */
function idsBelow(folder, ending) {
  let names;
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return names
    .map((name) => relative('.', name).split(sep).join('/'))
    .filter((name) => name.endsWith(ending) && name.split('/').length === 2)
    .map((name) => name.slice(0, -ending.length))
    .sort();
}
