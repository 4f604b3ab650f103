/** A known renaming of module paths between releases, as a pattern on the path without PEFT's prefix. */
export interface ModuleRename {
  readonly name: string;
  apply(path: string): string;
}

/**
 * Renames that left saved adapters behind (spec/serving-contract.md B5). Full checkpoints are converted at load, adapters are not, and
 * PEFT reports no unexpected keys: the output is the base model's.
 */
export const moduleRenames: readonly ModuleRename[] = [
  {
    name: 'transformers 4.52: language_model.model.* became model.language_model.*',
    apply: (path) => path.replace(/^language_model\.model\./, 'model.language_model.'),
  },
  {
    name: 'transformers 4.52 in reverse: model.language_model.* was language_model.model.*',
    apply: (path) => path.replace(/^model\.language_model\./, 'language_model.model.'),
  },
  {
    name: 'transformers 4.52 (Qwen-VL): model.layers became model.language_model.layers',
    apply: (path) => path.replace(/^model\.(layers|norm|embed_tokens)/, 'model.language_model.$1'),
  },
  {
    name: 'transformers 4.52 (Qwen-VL) in reverse: model.language_model.layers was model.layers',
    apply: (path) => path.replace(/^model\.language_model\./, 'model.'),
  },
  {
    name: 'transformers 4.52: language_model.lm_head became lm_head',
    apply: (path) => path.replace(/^language_model\.lm_head/, 'lm_head'),
  },
  {
    name: 'transformers 4.52 in reverse: lm_head was language_model.lm_head',
    apply: (path) => path.replace(/^lm_head/, 'language_model.lm_head'),
  },
  {
    name: 'transformers 4.52 (Qwen-VL): visual became model.visual',
    apply: (path) => path.replace(/^visual\./, 'model.visual.'),
  },
  {
    name: 'transformers 4.52 (Qwen-VL) in reverse: model.visual was visual',
    apply: (path) => path.replace(/^model\.visual\./, 'visual.'),
  },
  {
    name: 'transformers 4.52: vision_tower and multi_modal_projector moved under model',
    apply: (path) => path.replace(/^(vision_tower|vision_model|multi_modal_projector)\./, 'model.$1.'),
  },
  {
    name: 'transformers 4.52 in reverse: vision_tower and multi_modal_projector stood beside model',
    apply: (path) => path.replace(/^model\.(vision_tower|vision_model|multi_modal_projector)\./, '$1.'),
  },
  {
    name: 'a model wrapped once more when it was saved: model.model.* instead of model.*',
    apply: (path) => path.replace(/^model\.model\./, 'model.'),
  },
  {
    name: 'a model saved without its wrapper: layers.* instead of model.layers.*',
    apply: (path) => path.replace(/^(layers|embed_tokens|norm)\./, 'model.$1.'),
  },
  {
    name: 'PEFT saved inside another PEFT model: base_model.model.* left in the key',
    apply: (path) => path.replace(/^(base_model\.model\.)+/, ''),
  },
  { name: 'torch.compile: _orig_mod left in the key', apply: (path) => path.replace(/(^|\.)_orig_mod\./g, '$1') },
  { name: 'distributed wrapper: module. left in the key', apply: (path) => path.replace(/^module\./, '') },
];
