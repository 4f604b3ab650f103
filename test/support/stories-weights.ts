import { matrix } from './run-builder.ts';
import { type WritableTensor, writeSafetensors } from './safetensors.ts';

export const moduleNames = ['model.layers.0.self_attn.q_proj', 'model.layers.0.self_attn.v_proj'];

/** An adapter file for the run builder's two modules. */
export function adapterFile(
  rename: (module: string) => string,
  loraB: (module: string) => number = () => 0.05,
): Uint8Array {
  return writeSafetensors(
    Object.fromEntries(
      moduleNames.flatMap((module): [string, WritableTensor][] => [
        [`base_model.model.${rename(module)}.lora_A.weight`, matrix([2, 4], 0.25)],
        [`base_model.model.${rename(module)}.lora_B.weight`, matrix([4, 2], loraB(module))],
      ]),
    ),
  );
}

/** Base or merged weights, with this value in both adapted tensors. */
export function modelFile(value = 0.5, rename = (name: string) => name): Uint8Array {
  return writeSafetensors({
    ...Object.fromEntries(moduleNames.map((module) => [`${rename(module)}.weight`, matrix([4, 4], value)])),
    [rename('model.embed_tokens.weight')]: matrix([259, 4], 0.1),
  });
}

export const servedYaml =
  'run: run\nbase: base\nserved: merged\ntrain_data: train.jsonl\neval_data: eval.jsonl\ncapture: capture\ninference: inference\n' +
  'predictions: predictions.jsonl\ntask:\n  kind: classify\n  classes: [safe, unsafe]\n  answer: json\n  class_path: label\n';
