import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

// These initialisations put values on both sides (spec/serving-contract.md B2), so that a zero side proves nothing about training.
const BOTH_SIDES = /^(pissa|olora|loftq|corda|eva|lora_ga|orthogonal|gaussian_both)/i;

export default defineCheck({
  id: 'adapter/update-zero',
  title: 'The adapter changes the weights',
  severity: 'critical',
  phase: 'B',
  clause: 'adapter-active',
  needs: ['adapterWeights', 'adapterConfig'],
  messages: {
    untrained: {
      what: '{modules} have an update of exactly zero: lora_B (lora_A for embeddings) is still at its initial value.',
      why: 'An adapter whose update is zero leaves the base model as it is: nothing was trained, or something else than the trained weights was saved.',
      fix: 'Save the adapter after training from the object that was trained (trainer.save_model), not from a fresh get_peft_model; under ZeRO-3 or FSDP gather the weights before saving.',
    },
  },
  run({ adapterWeights, adapterConfig }) {
    const { modules } = adapterWeights;
    const type = adapterConfig.peftType;
    if (modules.length === 0 && type !== 'LORA')
      return { kind: 'unknown', because: `the adapter is of PEFT type ${type.slice(0, 60)}; only LORA is read` };
    if (modules.length === 0) return { kind: 'unknown', because: 'the adapter file has no pair of LoRA matrices' };
    if (adapterWeights.tensors.some((tensor) => tensor.notFinite > 0))
      return { kind: 'unknown', because: 'the adapter holds NaN or infinity: adapter/weights-not-finite says more' };
    const zero = modules.filter((module) => module.updateNorm === 0);
    const init = adapterConfig.initLoraWeights;
    if (zero.length < modules.length) {
      return {
        kind: 'pass',
        saw: `${countOf(modules.length - zero.length, modules.length, 'adapted modules')} have an update that is not zero`,
      };
    }
    if (typeof init === 'string' && BOTH_SIDES.test(init))
      return { kind: 'unknown', because: `init_lora_weights=${init} starts with values on both sides` };
    const places = zero
      .slice(0, 3)
      .map((module) => ({ kind: 'tensor' as const, path: adapterWeights.path, name: module.name }));
    return {
      kind: 'fail',
      findings: [
        { message: 'untrained', data: { modules: countOf(zero.length, modules.length, 'adapted modules') }, places },
      ],
    };
  },
});
