import type { LabelNote } from '../labels/label-prediction.ts';
import type { VisionNote } from '../labels/vision/vision-note.ts';
import { countOf } from '../lib/count-of.ts';
import type { LabelsFact } from '../report/labels-report.ts';
import { labelNoteText } from './label-note-text.ts';

/** What the trainer does to rows with images without a word, in one sentence. */
export function imageNoteText(note: LabelNote | VisionNote): LabelsFact {
  switch (note.kind) {
    case 'vision-full-sequence-loss':
      return {
        kind: note.kind,
        rows: note.rows,
        text: `${note.shape === 'prompt-completion' ? 'completion_only_loss=False' : 'messages with images'}: prompt and image tokens bear loss like the answer (${countOf(note.imageTokens, note.labels, 'labels')} are image tokens). Use prompt and completion columns`,
      };
    case 'vision-no-eos':
      return placed(note, 'completions do not end with the end-of-sequence token, and nothing adds one');
    case 'vision-answer-lost':
      return placed(note, `the cut at max_length=${note.maxLength} leaves no label at all: loss 0, nothing is learned`);
    case 'image-tokens-cut':
      return placed(
        note,
        `the cut at max_length=${note.maxLength} takes image tokens but not their features: the first step stops with a ValueError. Raise max_length`,
      );
    case 'media-tokens-added':
      return { kind: note.kind, text: `the processor adds tokens that the tokenizer lacks: ${note.tokens.join(', ')}` };
    case 'processor-setting-ignored':
      return { kind: note.kind, text: `the processor's setting ${note.key} has no effect: ${note.because}` };
    default:
      return labelNoteText(note);
  }
}

function placed({ kind, rows, firstRow }: { kind: string; rows: number; firstRow: number }, text: string): LabelsFact {
  return { kind, rows, firstRow, text };
}
