import type { LabelDifference } from '../evidence/derive/compare-labels.ts';

type Difference = Exclude<LabelDifference, { readonly kind: 'same' }>;

/** What the first difference of a row is, and what usually makes it. The text names the cluster, so it holds no row numbers. */
export function differenceText(difference: Difference): string {
  switch (difference.kind) {
    case 'labels': {
      const state =
        difference.captured === 'supervised'
          ? 'bear loss in the capture and none'
          : 'bear no loss in the capture, but loss';
      return `${difference.region} tokens ${state} by these settings: a collator of your own, another release, or another setting`;
    }
    case 'length':
      return difference.captured === 'shorter'
        ? 'the captured row ends earlier: another max_length'
        : 'the captured row goes on: another max_length, or several rows packed into one';
    case 'ids':
      return `other tokens from a ${difference.region} token on: ${IDS[difference.region]}`;
    case 'not-predicted':
      return difference.because === 'dropped'
        ? 'captured, although all its labels are masked by these settings, so TRL 1.9 and later drop it'
        : 'captured, although the trainer would stop at this row by these settings';
  }
}

const IDS: Readonly<Record<Extract<LabelDifference, { kind: 'ids' }>['region'], string>> = {
  template: 'another chat template, or special tokens added twice',
  separator: 'another chat template',
  prompt: 'other data, or a preprocessing step of your own',
  answer: 'other data, or a preprocessing step of your own',
  'end-of-turn': 'another chat template or EOS token',
  media: 'other image sizes or processor settings',
  padding: 'padding that the capture kept',
};
