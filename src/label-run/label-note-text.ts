import type { LabelNote } from '../labels/label-prediction.ts';
import { countOf } from '../lib/count-of.ts';
import type { LabelsFact } from '../report/labels-report.ts';

/** What the trainer does without a word, in one sentence: what happens, and what would change it. */
export function labelNoteText(note: LabelNote): LabelsFact {
  const fact = (text: string): LabelsFact => ({ kind: note.kind, text });
  const rows = (text: string, given: { readonly rows: number; readonly firstRow: number }): LabelsFact => ({
    kind: note.kind,
    text,
    rows: given.rows,
    firstRow: given.firstRow,
  });
  switch (note.kind) {
    case 'full-sequence-loss':
      return fact(fullSequence(note.shape));
    case 'completion-only-ignored':
      return fact(
        'completion_only_loss=True is ignored: it needs prompt and completion columns (lockstep convert makes them)',
      );
    case 'no-eos-appended':
      return fact(
        `no end-of-sequence token is appended: TRL appends it to a column named text, and this one is ${note.field}`,
      );
    case 'formatting-ignored':
      return fact(`the formatting function has no effect, because the rows have ${FORMATTING[note.because]}`);
    case 'unmapped-roles':
      return fact(
        `roles that few chat templates know are passed on as they are: ${note.roles.join(', ')} (lockstep convert maps them)`,
      );
    case 'completion-mask-ignored':
      return fact('the completion_mask column is ignored unless completion_only_loss=True is set');
    case 'labels-column-used':
      return fact(
        note.idsWereTokenised
          ? 'the column named labels is taken for token labels, although the ids come from the text; rename it if it is a class'
          : 'the labels column of the data set is used as it is',
      );
    case 'preference-label-ignored':
      return fact(
        `${note.rejectedRows} rows with label=false (rejected answers) are trained on like the others; filter them out`,
      );
    case 'prompt-not-prefix':
      return rows(
        `the tokens of the prompt alone are not the beginning of the row's in ${countOf(note.rows, note.rows, 'rows')}: the mask ends too early or too late there`,
        note,
      );
    case 'rows-cut':
      return rows(
        `${note.rows} rows are longer than max_length=${note.maxLength} and lose their end, the end-of-turn token included`,
        note,
      );
    case 'rows-dropped':
      return rows(`${note.rows} rows are left out without a word: none of their tokens bears loss`, note);
    case 'default-length-not-applied':
      return rows(`${note.rows} rows are longer than 1024 tokens, TRL's default max_length`, note);
    case 'masked-packs':
      return fact(`${note.rows} packs hold no token with loss`);
    case 'assistant-span-unmapped':
      return { kind: note.kind, firstRow: note.firstRow, text: spans(note) };
    case 'message-key-unread':
      return fact(
        `the chat template never reads ${note.keys.join(', ')} of the messages, so what they hold is not trained`,
      );
    case 'documents-joined':
      return fact('packing_strategy=wrapped joins rows without a boundary: each one attends to those before it');
    case 'keys-not-read':
      return fact(`${note.keys.length} settings decide no label and were not used`);
    case 'completion-without-eos':
      return fact(
        'the completion gets no end-of-sequence token: TRL appends it to the text column that the rows have as well',
      );
    case 'date-in-template':
      return fact("the chat template writes today's date: the tokens depend on the day of training");
    case 'row-end-without-terminator':
      return rows(`${note.rows} rows end without a special token: nothing teaches the model to stop there`, note);
    case 'prompt-mask-of-two-tokens':
      return fact('this TRL release masks two tokens instead of the prompt under transformers 5 (fixed in 0.27.1)');
    case 'training-template-used':
      return fact(
        `assistant_only_loss swaps in TRL's training template for ${note.family}; the saved template is the original`,
      );
    case 'mask-dropped':
      return fact(
        `this TRL release loses the completion mask with ${note.by === 'packing' ? 'packing' : 'the Liger kernel'}: everything bears loss`,
      );
    case 'later-rows-not-packed':
      return rows(
        `packing_strategy=wrapped takes the first rows of the data again in place of ${note.rows} later ones, a bug of this TRL release with rows of input_ids and labels`,
        note,
      );
    case 'order-not-predicted':
      return fact('shuffle_dataset changes the order of the rows, which is not predicted');
    default:
      return note satisfies never;
  }
}

const FORMATTING = {
  messages: 'messages, which are rendered with the chat template',
  prompt: 'a prompt column, which is used instead',
  'other-text-field': 'another dataset_text_field, which is read instead of what it writes',
  'input-ids': 'input_ids already',
} as const;

function fullSequence(shape: 'messages' | 'text' | 'prompt-completion'): string {
  switch (shape) {
    case 'messages':
      return 'messages without assistant_only_loss: system, user and template tokens bear loss like the answer. Set assistant_only_loss=True, or use prompt and completion columns';
    case 'text':
      return 'text rows: the whole text bears loss, prompt included. Use prompt and completion columns';
    case 'prompt-completion':
      return 'completion_only_loss=False: the prompt bears loss like the completion';
  }
}

function spans({ spills, lost }: { readonly spills: number; readonly lost: number }): string {
  const parts = [
    ...(spills > 0 ? [`in ${spills} generation blocks everything behind the answer bears loss too`] : []),
    ...(lost > 0 ? [`${lost} generation blocks bear no loss`] : []),
  ];
  return `${parts.join(', and ')}: the tokenizer trims offsets, and the block begins or ends with a space`;
}
