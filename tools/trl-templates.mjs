// node tools/trl-templates.mjs SITE_PACKAGES/trl: writes src/labels/trl/training-templates.ts, the edits that turn the chat templates
// TRL bundles into their training variants. The originals are named by their hash only and are not copied.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The first release with the pair: column "since" of section 7 of the TRL notes. What is not listed came with NEWEST.
const NEWEST = '1.13.0';
const SINCE = {
  cohere: '1.4.0',
  cohere2: '1.4.0',
  deepseekv3: '1.2.0',
  diffusion_gemma: '1.10.0',
  gemma: '1.3.0',
  gemma3: '1.4.0',
  glm4moe: '1.3.0',
  gptoss: '1.1.0',
  idefics3: '1.7.0',
  lfm2: '1.10.0',
  llama3: '1.1.0',
  llava_next: '1.6.0',
  nemotron_3_nano: '1.6.0',
  nemotron_3_super: '1.6.0',
  nemotron_3_ultra: '1.6.0',
  phi3: '1.3.0',
  phi3_5: '1.5.0',
  qwen2_5: '1.1.0',
  qwen2_5_vl: '1.6.0',
  qwen3: '1.1.0',
  qwen3_instruct_2507: '1.4.0',
  qwen3_vl: '1.5.0',
  qwen3_5_nothink: '1.5.0',
  qwen3_5_think: '1.5.0',
  qwen3_6: '1.3.0',
};

const trl = process.argv[2];
const folder = trl && join(trl, 'chat_templates');
if (!folder || !existsSync(folder)) {
  console.error('usage: node tools/trl-templates.mjs SITE_PACKAGES/trl (the folder of an installed TRL)');
  process.exit(2);
}

/** Pairs of ranges that differ, by the longest common subsequence. */
function changedRanges(before, after) {
  const common = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      common[i][j] = before[i] === after[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
  const ranges = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      i++;
      j++;
      continue;
    }
    const start = [i, j];
    while (
      (i < before.length || j < after.length) &&
      !(i < before.length && j < after.length && before[i] === after[j])
    ) {
      if (j === after.length || (i < before.length && common[i + 1][j] >= common[i][j + 1])) i++;
      else j++;
    }
    ranges.push([...start, i, j]);
  }
  return ranges;
}

const lines = (text) => text.split(/(?<=\n)/);
// Templates of one long line are compared tag by tag.
const tags = (text) => text.match(/\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|[^{]+|\{/gs) ?? [];

function rangesOf(original, training, split) {
  const before = split(original);
  const after = split(training);
  const offsets = [0];
  for (const part of before) offsets.push(offsets.at(-1) + part.length);
  return changedRanges(before, after).map(([i, j, iEnd, jEnd]) => ({
    offset: offsets[i],
    removed: before.slice(i, iEnd).join(''),
    inserted: after.slice(j, jEnd).join(''),
  }));
}

/** Without what both sides begin and end with. */
function trimmed({ offset, removed, inserted }) {
  const least = Math.min(removed.length, inserted.length);
  let head = 0;
  while (head < least && removed[head] === inserted[head]) head++;
  let tail = 0;
  while (tail < least - head && removed.at(-1 - tail) === inserted.at(-1 - tail)) tail++;
  return [offset + head, removed.length - head - tail, inserted.slice(head, inserted.length - tail)];
}

function edits(original, training) {
  return rangesOf(original, training, lines).flatMap(({ offset, removed, inserted }) =>
    rangesOf(removed, inserted, tags).map((range) => trimmed({ ...range, offset: range.offset + offset })),
  );
}

function apply(text, list) {
  let result = '';
  let at = 0;
  for (const [offset, removed, inserted] of list) {
    result += text.slice(at, offset) + inserted;
    at = offset + removed;
  }
  return result + text.slice(at);
}

const read = (name) => readFileSync(join(folder, `${name}.jinja`), 'utf8');
const families = readdirSync(folder)
  .filter((name) => name.endsWith('_training.jinja'))
  .map((name) => name.replace('_training.jinja', ''))
  .sort();
const entries = families.map((family) => {
  const original = read(family);
  const list = edits(original, read(`${family}_training`));
  if (apply(original, list) !== read(`${family}_training`))
    throw new Error(`the edits of ${family} do not give the training template`);
  const hash = createHash('sha256').update(original, 'utf8').digest('hex');
  return { family, since: SINCE[family] ?? NEWEST, hash, edits: list };
});

const quoted = (text) => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
const body = entries.map(({ family, since, hash, edits: list }) =>
  [
    '  {',
    `    family: ${quoted(family)},`,
    `    since: ${quoted(since)},`,
    `    sha256: ${quoted(hash)},`,
    '    edits: [',
    ...list.map(([offset, removed, inserted]) => `      [${offset}, ${removed}, ${quoted(inserted)}],`),
    '    ],',
    '  },',
  ].join('\n'),
);
const text = `// Written by tools/trl-templates.mjs from TRL ${NEWEST}; run it again instead of editing. The edits are TRL's (Apache-2.0).
/** At \`offset\` (UTF-16 units of the original) \`removed\` units go and \`inserted\` comes; in order, not overlapping. */
export type TemplateEdit = readonly [offset: number, removed: number, inserted: string];

/** A chat template that TRL bundles, by the hash of its text, and what makes its training variant of it. */
export interface TrainingTemplate {
  readonly family: string;
  /** First TRL release with the pair. */
  readonly since: string;
  readonly sha256: string;
  readonly edits: readonly TemplateEdit[];
}

// biome-ignore format: one edit a line
export const trainingTemplates: readonly TrainingTemplate[] = [
${body.join('\n')}
];
`;
writeFileSync(fileURLToPath(new URL('../src/labels/trl/training-templates.ts', import.meta.url)), text);
console.log(
  `${entries.length} families, ${entries.reduce((sum, { edits: list }) => sum + list.length, 0)} edits, ${text.length} characters`,
);
