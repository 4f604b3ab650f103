import { renderChatml } from '../../support/run-builder.ts';
import { tellCause } from '../../support/stories.ts';
import { visionRow, visionSpecials, visionStory } from '../../support/stories-media.ts';

const image = `<|vision_start|>${'<|image_pad|>'.repeat(12)}<|vision_end|>`;

tellCause('loss/media-in-loss', {
  clause: 'answer-only-loss',
  broken: {
    ...visionStory,
    row: (example) => visionRow(example, { image, imageInLoss: true }),
    saw: /336 of 336 image or audio placeholder tokens/,
  },
  healthy: { ...visionStory, row: (example) => visionRow(example, { image, imageInLoss: false }) },
  shapes: {
    'only the patches, not the frame around them': {
      ...visionStory,
      row: (example) => visionRow(example, { image, imageInLoss: false }),
      relabel: (labels, ids) =>
        ids.map((id, at) => (id === 259 + visionSpecials.indexOf('<|image_pad|>') ? id : (labels[at] ?? -100))),
      saw: /288 of 336/,
    },
    'padding behind the stop token has labels': {
      row: (example) => {
        const { prompt, answer, end } = renderChatml(example);
        return [
          [prompt, false],
          [answer + end, true],
          ['<|endoftext|>'.repeat(6), true],
        ];
      },
      saw: /144 of 144 padding tokens/,
    },
    'the images of half of the rows': {
      ...visionStory,
      row: (example) => visionRow(example, { image, imageInLoss: /roof|dock|attic/.test(example.user) }),
      saw: /168 of 336/,
    },
  },
  innocent: {
    'padding is outside the loss': {
      row: (example) => {
        const { prompt, answer, end } = renderChatml(example);
        return [
          [prompt, false],
          [answer + end, true],
          ['<|endoftext|>'.repeat(6), false],
        ];
      },
    },
    'pad and end-of-turn are one token, learned once': {
      tokenizerConfig: { pad_token: '<|im_end|>' },
      capture: { pad_token_id: 258 },
    },
  },
});
