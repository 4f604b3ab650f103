// Writes docs/README.md: every page of a command, check or cause. `--check` fails when the file is not what it would write.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));

const guides = [
  ['run-folder.md', 'What a run folder looks like, and `lockstep.yaml`'],
  ['report-format.md', 'The report as JSON'],
  ['severity.md', 'Severities, outcomes and exit codes'],
  ['architecture.md', 'How Lockstep is built'],
  ['writing-a-check.md', 'How to add a check or a cause'],
];

const text = `<!-- Written by \`node tools/docs-index.mjs\`; do not edit by hand. -->
# Lockstep documentation

${guides.map(([path, title]) => `- [${title}](${path})`).join('\n')}

## Commands

${pages('commands').join('\n')}

## Checks

${sections('checks')}

## Causes

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
  return subjects.map((subject) => `### ${subject}\n\n${pages(`${kind}/${subject}`).join('\n')}`).join('\n\n');
}

function pages(folder) {
  const names = readdirSync(`docs/${folder}`)
    .filter((name) => name.endsWith('.md'))
    .sort();
  return names.map((name) => {
    const [, title = name] = /^# (.+)$/m.exec(readFileSync(`docs/${folder}/${name}`, 'utf8')) ?? [];
    return `- [${title}](${folder}/${name})`;
  });
}
