import type { ServerRule } from '../../adapter/server-rules.ts';
import { defineCheck } from '../define-check.ts';

/** How people write the servers whose rules are known. */
const NAMES: readonly (readonly [RegExp, ServerRule['server']])[] = [
  [/vllm/i, 'vLLM'],
  [/llama[._-]?cpp|llama-server/i, 'llama.cpp'],
  [/ollama/i, 'Ollama'],
  [/\bmlx/i, 'MLX'],
];
/** Keys named in a finding. */
const SHOWN = 3;

export default defineCheck({
  id: 'adapter/unsupported-by-server',
  title: 'The server that answered takes this adapter as it is',
  severity: 'warning',
  phase: 'B',
  clause: 'adapter-active',
  needs: ['adapterWeights', 'generation', 'layout'],
  messages: {
    error: {
      what: '{server} refuses this adapter: {why} ({keys}; {count} in all). Read in {source}, {version}.',
      why: 'A server that starts all the same was started without the adapter, or with another one: the base model answers.',
      fix: 'Merge the adapter and serve the merged weights, or train without what the server does not take. `lockstep adapter` lists every rule.',
    },
    ignored: {
      what: '{server} leaves out a part of this adapter without an error: {why} ({keys}; {count} in all). Read in {source}, {version}.',
      why: 'What answers is the base model in these modules, with exit code 0 and HTTP 200.',
      fix: 'Merge the adapter and serve the merged weights, or check one answer with and without the adapter.',
    },
    scale: {
      what: '{server} counts this adapter with another scale than training: {why} ({keys}; {count} in all). Read in {source}, {version}.',
      why: 'The update was trained at one strength and is served at another: answers drift or fall back to the base.',
      fix: 'Merge the adapter with PEFT and serve the merged weights, or train with one rank, one alpha and without rslora.',
    },
  },
  run({ adapterWeights, generation, layout }) {
    if (layout.served !== undefined)
      return { kind: 'not-applicable', because: `${layout.served} is served, and not the adapter beside its base` };
    const written = generation.server ?? generation.model ?? '';
    const server = NAMES.find(([pattern]) => pattern.test(written))?.[1];
    if (server === undefined)
      return { kind: 'not-applicable', because: 'generation.json does not say which server answered (key server)' };
    const { servers } = adapterWeights;
    if (servers === undefined) return { kind: 'unknown', because: 'the settings of the adapter could not be read' };
    const rules = servers.filter((rule) => rule.server === server && rule.kind !== 'ok');
    const [first, ...rest] = rules.map((rule) => findingOf(rule, adapterWeights.path));
    if (first === undefined) return { kind: 'pass', saw: `no known rule of ${server} speaks against this adapter` };
    return { kind: 'fail', findings: [first, ...rest] };
  },
});

const MESSAGES = { error: 'error', ignored: 'ignored', 'other-scale': 'scale', ok: 'error' } as const;

function findingOf({ server, kind, why, keys, count, source, versionRead }: ServerRule, path: string) {
  const shown = keys.slice(0, SHOWN);
  const data = { server, why, keys: shown.join(', '), count, source, version: versionRead };
  const places = shown.map((name) => ({ kind: 'tensor' as const, path, name }));
  return { message: MESSAGES[kind], data, places };
}
