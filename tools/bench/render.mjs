// node tools/bench/render.mjs: renders per second of this library and of @huggingface/jinja, same templates, same input, same run.
// Needs a build (dist/index.js) and the shared parity data beside the repository, or its folder as the argument.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Template } from '@huggingface/jinja';
import { compileTemplate } from '../../dist/index.js';

const SECONDS = 1.5;
const TEMPLATES = ['qwen3', 'llama3_1', 'gemma3'];
const root = fileURLToPath(new URL('../..', import.meta.url));
const parity = resolve(process.argv[2] ?? join(root, '../shared/parity'));
if (!existsSync(join(parity, 'templates'))) {
  console.log(`no templates in ${parity}: nothing measured`);
  process.exit(0);
}
const inputs = JSON.parse(readFileSync(join(parity, 'renders.inputs.json'), 'utf8'));

/** Best of three, because other processes only ever make a run slower. */
function rendersPerSecond(render) {
  for (let warm = 0; warm < 500; warm++) render();
  const runs = [1, 2, 3].map(() => {
    const start = performance.now();
    let count = 0;
    while (performance.now() - start < (SECONDS * 1000) / 3) {
      for (let batch = 0; batch < 50; batch++) render();
      count += 50;
    }
    return (count / (performance.now() - start)) * 1000;
  });
  return Math.max(...runs);
}

const rows = [];
for (const name of TEMPLATES) {
  const source = readFileSync(join(parity, 'templates', `${name}.jinja`), 'utf8');
  const ours = compileTemplate(source);
  const theirs = new Template(source);
  for (const tools of [undefined, inputs.tools]) {
    const messages = inputs.conversations.multi;
    const given = tools === undefined ? {} : { tools };
    const input = { messages, ...given, addGenerationPrompt: true, specialTokens: inputs.special_tokens };
    const variables = { messages, ...given, add_generation_prompt: true, ...inputs.special_tokens };
    const reference = rendersPerSecond(() => theirs.render(variables));
    const own = rendersPerSecond(() => ours.render(input).text.charCodeAt(0));
    rows.push({
      template: name,
      tools: tools === undefined ? 'none' : tools.length,
      '@huggingface/jinja /s': Math.round(reference),
      'lockstep /s': Math.round(own),
      times: Number((own / reference).toFixed(1)),
    });
  }
}
console.table(rows);
