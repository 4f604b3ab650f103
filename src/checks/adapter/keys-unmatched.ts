import { moduleRenames } from '../../adapter/module-renames.ts';
import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'adapter/keys-unmatched',
  title: 'Every adapter key names a module that the base model has',
  severity: 'critical',
  phase: 'B',
  clause: 'adapter-active',
  needs: ['adapterWeights', 'baseWeights'],
  messages: {
    renamed: {
      what: '{modules} name a module that the base model does not have under that name, for example `{example}`. They fit after a known renaming ({rename}).',
      why: "PEFT leaves out keys that it cannot place and does not report them; vLLM does the same. The output is the base model's, with exit code 0.",
      fix: 'Load the adapter with the library version that it was saved with, or rename its keys, and check that no key is missing or left over.',
    },
    unknown: {
      what: '{modules} name a module that the base model does not have, for example `{example}`; the base model has `{nearest}`.',
      why: "PEFT leaves out keys that it cannot place and does not report them; vLLM does the same. The output is the base model's for these modules, with exit code 0.",
      fix: 'Check that this is the base model that was trained, and rename the keys if only the path differs.',
    },
  },
  run({ adapterWeights, baseWeights }) {
    const names = adapterWeights.modules.map((module) => module.name);
    if (names.length === 0) return { kind: 'unknown', because: 'the adapter file has no pair of LoRA matrices' };
    const has = (path: string) => baseWeights.tensors.has(`${path}.weight`) || baseWeights.tensors.has(path);
    const unmatched = names.filter((name) => !has(name));
    const [example] = unmatched;
    if (example === undefined)
      return { kind: 'pass', saw: `all ${names.length} adapted modules are in the base model` };
    const modules = countOf(unmatched.length, names.length, 'adapted modules');
    const places = unmatched.slice(0, 3).map((name) => ({ kind: 'tensor' as const, path: adapterWeights.path, name }));
    const rename = moduleRenames.find(({ apply }) => unmatched.every((name) => has(apply(name))));
    if (rename !== undefined)
      return {
        kind: 'fail',
        findings: [{ message: 'renamed', data: { modules, example, rename: rename.name }, places }],
      };
    const nearest = nearestName(example, [...baseWeights.tensors.keys()]);
    return { kind: 'fail', findings: [{ message: 'unknown', data: { modules, example, nearest }, places }] };
  },
});

/** The base tensor that shares the longest end of the path: what the adapter key was most probably called. */
function nearestName(name: string, candidates: readonly string[]): string {
  const parts = name.split('.').reverse();
  let best = { name: candidates[0] ?? 'no tensor', shared: -1 };
  for (const candidate of candidates) {
    const other = candidate
      .replace(/\.(weight|bias)$/, '')
      .split('.')
      .reverse();
    const shared = parts.findIndex((part, i) => part !== other[i]);
    if (shared > best.shared) best = { name: candidate, shared };
  }
  return best.name;
}
