import { defineCause } from '../define-cause.ts';

export default defineCause({
  id: 'render/template-differs',
  title: 'Another chat format at inference than in training',
  phase: 'D',
  clause: 'same-rendering',
  prior: -3,
  clues: [
    {
      check: 'render/role-markers-differ',
      when: 'fail',
      weight: 7,
      group: 'rendering',
      because: 'requests have other role markers than the training rows',
    },
    {
      check: 'render/white-space-differs',
      when: 'fail',
      weight: 5,
      group: 'rendering',
      because: 'requests differ in white space at the joins',
    },
    {
      check: 'render/user-text-differs',
      when: 'fail',
      weight: 3.5,
      group: 'rendering',
      because: "the user's text is wrapped differently",
    },
    {
      check: 'render/templates-disagree',
      when: 'fail',
      weight: 4.5,
      group: 'template',
      because: 'the served folder has another chat template than the trained one',
    },
    {
      check: 'render/templates-disagree',
      when: 'pass',
      weight: -0.5,
      because: 'trained and served template render the same',
    },
    {
      check: 'render/role-markers-differ',
      when: 'pass',
      weight: -3,
      group: 'rendering',
      because: 'requests have the role markers of the training rows',
    },
  ],
  remedy:
    'Serve with the chat template that the training rows were rendered with (copy it into the served folder, or pass it to the server); no training is needed.',
  settle: { step: 'Log one request as it is really sent into inference/requests.jsonl' },
});
