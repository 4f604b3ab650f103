import type { CheckId } from '../../checks/registry.ts';
import { type Clue, defineCause } from '../define-cause.ts';

/** What explains wrong answers by itself, so that the base model need not have given them. */
function explained(strength: Pick<Clue, 'weight' | 'group'>, by: readonly (readonly [CheckId, string])[]): Clue[] {
  return by.map(([check, what]) => ({
    check,
    when: 'fail',
    ...strength,
    because: `wrong answers are explained by ${what}`,
  }));
}

export default defineCause({
  id: 'adapter/not-applied',
  title: 'The base model answered: the adapter is not in use',
  phase: 'B',
  clause: 'adapter-active',
  prior: -3,
  clues: [
    {
      check: 'adapter/outputs-equal-base',
      when: 'fail',
      weight: 8,
      group: 'outputs',
      because: "outputs equal the base model's",
    },
    {
      check: 'adapter/outputs-equal-base',
      when: 'pass',
      weight: -6,
      group: 'outputs',
      because: "outputs differ from the base model's",
    },
    // Equal outputs are what each of these two leads to: they say why, so that the adapter's absence is not named beside them.
    {
      check: 'adapter/served-weights-equal-base',
      when: 'fail',
      weight: -9,
      because: 'a merge that changed nothing explains it more exactly',
    },
    {
      check: 'adapter/merge-update-absent',
      when: 'fail',
      weight: -9,
      because: 'a merge without the update explains it more exactly',
    },
    {
      check: 'adapter/merge-scale-off',
      when: 'pass',
      weight: -2,
      because: 'the served weights hold the update',
    },
    {
      check: 'scoring/training-rows-below-floor',
      when: 'fail',
      weight: 2.5,
      because: 'training rows are answered worse than the training loss allows',
    },
    {
      check: 'scoring/training-rows-below-floor',
      when: 'pass',
      weight: -5,
      because: 'training rows are answered as the training loss demands',
    },
    { check: 'render/role-markers-differ', when: 'pass', weight: 0.5, because: 'requests are rendered as in training' },
    { check: 'labels/prompt-supervised', when: 'pass', weight: 0.4, because: 'the answer was what the loss taught' },
    { check: 'labels/answer-absent', when: 'fail', weight: -2.5, because: 'the answers were never trained' },
    {
      check: 'decode/prompt-included',
      when: 'fail',
      weight: -2.5,
      because: 'outputs that hold the prompt explain wrong scores already',
    },
    {
      check: 'decode/end-of-turn-passed',
      when: 'fail',
      weight: -2.5,
      because: 'the model produces the trained end-of-turn token',
    },
    {
      check: 'decode/answer-length-cut',
      when: 'fail',
      message: 'cut',
      weight: -3,
      because: 'outputs begin as trained',
    },
    {
      check: 'scoring/valid-answer-rejected',
      when: 'fail',
      message: 'rejected',
      weight: -2.5,
      because: 'outputs hold the trained answers',
    },
    { check: 'decode/prompt-included', when: 'pass', weight: 0.4, because: 'outputs are what was generated' },
    ...explained({ weight: -4 }, [
      ['adapter/merge-partial', 'a merge of some modules only'],
      ['adapter/merge-scale-off', 'an update merged with a wrong factor'],
      ['adapter/merge-base-differs', 'a merge into another base'],
    ]),
    ...explained({ weight: -1.5, group: 'asked' }, [
      ['render/role-markers-differ', 'another chat format'],
      ['render/generation-prompt-missing', 'a missing generation prompt'],
      ['render/think-block-differs', 'a thinking block'],
      ['render/white-space-differs', 'other white space in the requests'],
      ['render/token-ids-differ', 'other tokens in the requests'],
      ['render/user-text-differs', 'other text around the user'],
      ['render/system-prompt-differs', 'another system prompt'],
    ]),
    ...explained({ weight: -1 }, [
      ['labels/prompt-supervised', 'a loss on the prompt'],
      ['decode/sampling-enabled', 'sampling'],
    ]),
    ...explained({ weight: -1.5, group: 'start' }, [
      ['labels/answer-start-shifted', 'a shifted loss'],
      ['labels/prompt-not-prefix', 'a shifted loss'],
    ]),
    ...explained({ weight: -1.5 }, [
      ['labels/answer-cut', 'answers that were cut in training'],
      ['labels/end-of-turn-unsupervised', 'a missing end-of-turn token'],
      ['decode/stop-set-incomplete', 'a stop token that is not set'],
    ]),
    { check: 'adapter/update-zero', when: 'fail', weight: -9, because: 'the adapter has nothing to apply' },
    { check: 'adapter/keys-unmatched', when: 'fail', weight: -9, because: 'the keys explain why it does not apply' },
    { check: 'adapter/weights-not-finite', when: 'fail', weight: -4, because: "the adapter's weights are not numbers" },
    { check: 'adapter/movement-tiny', when: 'fail', weight: -3, because: 'the adapter hardly changes anything' },
    { check: 'training/loss-flat', when: 'fail', weight: -4.5, because: 'training hardly moved the model' },
  ],
  rivals: [
    {
      cause: 'adapter/keys-unmatched',
      because: 'an adapter whose keys fit nothing is loaded without a word, and the base model answers too',
      toldApartBy: [{ check: 'adapter/keys-unmatched', when: 'verdict' }],
    },
    {
      cause: 'render/template-differs',
      because: 'training rows that are asked in another chat format are answered worse than the loss allows too',
      toldApartBy: [
        { check: 'render/role-markers-differ', when: 'verdict' },
        { check: 'adapter/outputs-equal-base', when: 'fail' },
      ],
    },
    {
      cause: 'render/generation-prompt-missing',
      because:
        'training rows that are asked without an opened assistant turn are answered worse than the loss allows too',
      toldApartBy: [
        // Without the training rows an answer is taken to begin where its request ends, so that no request can be too short.
        { check: 'labels/answer-start-shifted', when: 'verdict' },
        { check: 'adapter/outputs-equal-base', when: 'fail' },
      ],
    },
  ],
  remedy:
    "Load the adapter for real and check it: answers to training rows must differ from the base model's. In vLLM send the adapter's name as `model`; in PEFT load the folder that holds adapter_model.safetensors.",
  settle: { step: 'Answer the same prompts with the base model and write them into predictions.base.jsonl' },
});
