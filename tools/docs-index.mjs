// Writes docs/README.md: every page of a command, check or cause. `--check` fails when the file is not what it would write.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));

const guides = [
  ['run-folder.md', 'What a run folder looks like, and `lockstep.yaml`'],
  ['report-format.md', 'The report as JSON'],
  ['severity.md', 'Severities, outcomes and exit codes'],
  ['api.md', 'The library: every function with an example'],
  ['architecture.md', 'How Lockstep is built'],
  ['writing-a-check.md', 'How to add a check or a cause'],
];

const text = `<!-- Written by \`node tools/docs-index.mjs\`; do not edit by hand. -->
# Lockstep documentation

${guides.map(([path, title]) => `- [${title}](${path})`).join('\n')}

## Commands

\`lockstep explain ID\` prints the page of a check or a cause; \`lockstep list\` prints all ids.

${pages('commands').join('\n')}

## Checks

Each says one thing about a run. What stands under *In the report* is word for word what it says of a sample run or of its own test.

${sections('checks')}

## Causes

Each is a story that explains failed checks, with the clues that speak for it and against it.

${sections('causes')}
`;

if (process.argv.includes('--check')) {
  if (readFileSync('docs/README.md', 'utf8') !== text) {
    console.error('docs/README.md is not current: run node tools/docs-index.mjs');
    process.exitCode = 1;
  }
} else writeFileSync('docs/README.md', text);

function sections(kind) {
  const subjects = readdirSync(`docs/${kind}`).sort();
  return subjects.map((subject) => `### ${subject}\n\n${units(kind, subject).join('\n')}`).join('\n\n');
}

/** Checks and causes are known by their ids: people have these in their reports and in their CI. */
function units(kind, subject) {
  return pagesOf(`${kind}/${subject}`).map(
    ({ path, title }) => `- [\`${subject}/${path.split('/').at(-1).slice(0, -3)}\`](${path}): ${title}`,
  );
}

function pages(folder) {
  return pagesOf(folder).map(({ path, title }) => `- [${title}](${path})`);
}

function pagesOf(folder) {
  const names = readdirSync(`docs/${folder}`).filter((name) => name.endsWith('.md'));
  return names.sort().map((name) => {
    const [, title = name] = /^# (.+)$/m.exec(readFileSync(`docs/${folder}/${name}`, 'utf8')) ?? [];
    return { path: `${folder}/${name}`, title };
  });
}
