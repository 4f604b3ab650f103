import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'labels/media-supervised',
  title: 'No image, audio or padding token gets loss',
  severity: 'critical',
  phase: 'C',
  clause: 'answer-only-loss',
  needs: ['trainedRows'],
  messages: {
    media: {
      what: '{supervised} image or audio placeholder tokens are labels ({shareOfLoss} of the loss).',
      why: 'The model is taught to predict placeholders, which are many and all the same: the loss looks excellent and says nothing about the answer.',
      fix: "Set the labels of placeholder tokens to -100, or train on prompt/completion rows: TRL's vision collator masks the prompt there, and only padding for `messages` rows.",
    },
    padding: {
      what: '{supervised} padding tokens are labels ({shareOfLoss} of the loss).',
      why: 'The model is taught to produce padding after every answer, and the loss is diluted by tokens that are always the same.',
      fix: 'Let the collator set the labels of padding to -100 by position. Where pad and end-of-turn are the same token, do not mask by id: that hides the end-of-turn token too.',
    },
  },
  run({ trainedRows }) {
    const { supervised, tokens, path } = trainedRows;
    const total = Object.values(supervised).reduce((sum, count) => sum + count, 0);
    const worse = supervised.media >= supervised.padding ? ('media' as const) : ('padding' as const);
    if (supervised[worse] === 0) {
      const seen = tokens.media + tokens.padding;
      return {
        kind: 'pass',
        saw:
          seen > 0
            ? `none of ${seen.toLocaleString('en-US')} media or padding tokens gets loss`
            : 'no media or padding tokens in the captured rows',
      };
    }
    const data = {
      supervised: `${supervised[worse].toLocaleString('en-US')} of ${tokens[worse].toLocaleString('en-US')}`,
      shareOfLoss: countOf(supervised[worse], total, 'supervised tokens'),
    };
    return { kind: 'fail', findings: [{ message: worse, data, places: [{ kind: 'file', path }] }] };
  },
});
