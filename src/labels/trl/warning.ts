import type { LabelWarning, LabelWarningKind } from '../label-prediction.ts';

// Each begins with the words of TRL's own line.
const TEXTS: Readonly<Record<LabelWarningKind, string>> = {
  'prompt-mismatch':
    'Mismatch between tokenized prompt and the start of tokenized prompt+completion: the rendered prompt is no prefix of the whole row, so the loss starts at the wrong token. End prompts where the template does, or pass chat_template_kwargs that make both alike.',
  'stop-token-not-trained':
    "The chat template does not include the assistant turn's end-of-turn token in the loss mask: the model may not learn to stop. Move the end-of-turn token inside the generation block.",
  'packing-without-flash-attention':
    'You are using packing, but the attention implementation is not set to a supported Flash Attention variant: documents in a pack can attend to each other. Set attn_implementation, or packing to false.',
  'padding-free-without-flash-attention':
    'Padding-free training is enabled, but the attention implementation is not set to a supported Flash Attention variant: rows of a batch can attend to each other. Set attn_implementation to one.',
  'padding-free-wrapped':
    "You are passing `padding_free=True` with the 'wrapped' packing strategy: documents are joined without a boundary. Use bfd.",
  'padding-free-batch-of-one':
    'You are using a per_device_train_batch_size of 1 with padding-free training: there is nothing to join. Raise it to 2 or more.',
  'formatting-ignored':
    'You passed a dataset that is already processed (contains an `input_ids` field) together with a formatting function: the function is not called. Drop one of the two.',
};

/** The warning of a kind, without rows. */
export function warning(kind: LabelWarningKind): LabelWarning {
  return { kind, message: TEXTS[kind] };
}
