import { lastName, modelPart } from '../../adapter/key-map.ts';
import { resolvePath } from '../../adapter/resolve-path.ts';
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
      what: '{modules} name a module that the base model does not have under that name, for example `{example}`. They fit after a known renaming ({rename}). Of these {parts}.',
      why: "PEFT leaves out keys that it cannot place and does not report them; vLLM does the same. The output is the base model's, with exit code 0.",
      fix: 'Load the adapter with the library version that it was saved with, or rename its keys, and check that no key is missing or left over.',
    },
    suffix: {
      what: '{modules} end like a module of the base model but lie under another path, for example `{example}`; the base model has `{nearest}`. Of these {parts}.',
      why: 'vLLM looks a module up by the end of its name, takes the adapter, finds nothing under its path and answers as the base model, with HTTP 200. PEFT leaves such keys out and does not report them.',
      fix: 'Check that this is the base model that was trained, and rename the keys if only the path differs.',
    },
    unknown: {
      what: '{modules} name a module that the base model does not have, for example `{example}`; the base model has `{nearest}`. Of these {parts}.',
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
    const shared = { modules, example, parts: partsOf(unmatched) };
    const renames = unmatched.map((name) => resolvePath(name, has)?.renames);
    if (renames.every((one) => one !== undefined)) {
      const data = { ...shared, rename: [...new Set(renames.flat())].join('; ') };
      return { kind: 'fail', findings: [{ message: 'renamed', data, places }] };
    }
    const ends = new Set(tensors.map(lastName));
    const message = unmatched.every((name) => ends.has(lastName(name))) ? 'suffix' : 'unknown';
    const data = { ...shared, nearest: nearestName(example, tensors) };
    return { kind: 'fail', findings: [{ message, data, places }] };
  },
});

/** Where in the model they lie: a missing vision tower is another fault than a missing language model. */
function partsOf(names: readonly string[]): string {
  const counts = { language: 0, vision: 0, projector: 0 };
  for (const name of names) counts[modelPart(name)]++;
  const words = Object.entries(counts).flatMap(([part, count]) => (count > 0 ? [`${count} in the ${part} part`] : []));
  return `${words.join(', ')} of the model`;
}

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
