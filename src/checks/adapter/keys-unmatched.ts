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
    const tensors = [...baseWeights.tensors.keys()];
    const modulesOfBase = new Set(tensors.flatMap((name) => [name, name.slice(0, name.lastIndexOf('.'))]));
    const has = (path: string) => modulesOfBase.has(path);
    const unmatched = names.filter((name) => !has(name) && !isTiedHead(name, tensors));
    const [example] = unmatched;
    if (example === undefined)
      return { kind: 'pass', saw: `all ${names.length} adapted modules are in the base model` };
    const modules = countOf(unmatched.length, names.length, 'adapted modules');
    const places = unmatched.slice(0, 3).map((name) => ({ kind: 'tensor' as const, path: adapterWeights.path, name }));
    if (convertsAtLoad(unmatched, tensors, has))
      return {
        kind: 'unknown',
        because: `${modules} fit this base only as transformers 4.52 and later load it: they rename its modules`,
      };
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

/** A tied output layer has no tensor of its own on disk; an adapter on it is placed all the same. */
function isTiedHead(name: string, tensors: readonly string[]): boolean {
  const isHead = (path: string) => /(^|\.)lm_head(\.|$)/.test(path);
  return isHead(name) && !tensors.some(isHead) && tensors.some((path) => /(^|\.)embed_tokens\./.test(path));
}

/**
 * transformers 4.52 and later convert the names of older vision-language checkpoints at load (conversion_mapping.py of 5.18), so an adapter
 * that was trained on them has the new names and the base on disk has the old ones. Text models are not converted.
 */
function convertsAtLoad(names: readonly string[], tensors: readonly string[], has: (path: string) => boolean): boolean {
  if (!tensors.some((path) => /^(visual|vision_tower|vision_model|multi_modal_projector)\./.test(path))) return false;
  return names.every((name) => oldNamesOf(name).some(has));
}

function oldNamesOf(name: string): readonly string[] {
  if (name.startsWith('model.language_model.')) {
    const rest = name.slice('model.language_model.'.length);
    return [`model.${rest}`, `language_model.model.${rest}`];
  }
  return name.startsWith('model.') ? [name.slice('model.'.length)] : [`language_model.${name}`];
}

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
