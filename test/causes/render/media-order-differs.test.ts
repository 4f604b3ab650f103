import { tellCause } from '../../support/stories.ts';
import { visionPrompt, visionRow, visionStory } from '../../support/stories-media.ts';

const image = `<|vision_start|>${'<|image_pad|>'.repeat(12)}<|vision_end|>`;
const short = '<|vision_start|><|image_pad|><|vision_end|>';
const row = (example: Parameters<typeof visionPrompt>[0]) => visionRow(example, { image, imageInLoss: false });
const saw = /36 of 36 requests.* image placeholder/;

tellCause('render/media-order-differs', {
  clause: 'same-rendering',
  broken: { ...visionStory, row, request: (example) => visionPrompt(example, '', image), saw },
  healthy: { ...visionStory, row },
  shapes: {
    'a line break is lost between image and text': {
      ...visionStory,
      row: (example) => visionRow(example, { image: `${image}\n`, imageInLoss: false }),
      saw,
    },
    'a line break too many between image and text': {
      ...visionStory,
      row,
      request: (example) => visionPrompt(example, `${image}\n`),
      saw,
    },
    'behind the text on a line of its own': {
      ...visionStory,
      row,
      request: (example) => visionPrompt(example, '', `\n${image}`),
      saw,
    },
    'text first in training': {
      ...visionStory,
      row: (example) => [
        [visionPrompt(example, '', image), false],
        [`${example.answer}<|im_end|>\n`, true],
      ],
      request: (example) => visionPrompt(example, image),
      saw,
    },
    'the image is in the system turn': {
      ...visionStory,
      row,
      request: (example) => visionPrompt({ ...example, system: `${image}${example.system}` }, ''),
      saw,
    },
  },
  innocent: {
    'the request is logged with one placeholder an image': {
      ...visionStory,
      row,
      requestIds: false,
      request: (example) => visionPrompt(example, short),
    },
  },
});
