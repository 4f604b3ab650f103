import { describe, expect, it } from 'vitest';
import { renderChatml } from '../support/run-builder.ts';
import { expectSilent, reportOf } from '../support/stories.ts';
import { labelled, threeClassExamples, threeClassTask } from '../support/stories-answers.ts';
import type { Story } from '../support/stories-build.ts';
import { messagesRow, multiTurn, sharegptRow, textRow } from '../support/stories-data.ts';
import { alpaca, gemma, llama } from '../support/stories-templates.ts';

type Example = Parameters<typeof renderChatml>[0];

const ALL = ['train.jsonl', 'eval.jsonl', 'capture/', 'inference/', 'predictions.jsonl', 'run/', 'base/'] as const;
/** Everything but these files and folders. */
const only = (...kept: readonly (typeof ALL)[number][]): Story => ({
  without: ALL.filter((one) => !kept.includes(one)),
});

const think = ({ answer }: Example) => `<think>\nThe foot decides.\n</think>\n\n${answer}`;
const reasoned: Story = {
  specials: ['<think>', '</think>'],
  dataRow: (example) => ({
    messages: [
      { role: 'system', content: example.system },
      { role: 'user', content: example.user },
      { role: 'assistant', content: think(example) },
    ],
  }),
  row: (example) => [
    [renderChatml(example).prompt, false],
    [`${think(example)}<|im_end|>\n`, true],
  ],
  output: (example) => ({ text: think(example) }),
  prediction: ({ gold }) => gold,
};

const byMarkers: Story = {
  dataRow: messagesRow,
  capture: { args: { assistant_only_loss: true, max_length: 512, packing: false } },
  row: (example) => {
    const { prompt, answer } = renderChatml(example);
    return [
      [prompt.slice(0, -1), false],
      [`\n${answer}<|im_end|>`, true],
      ['\n', false],
    ];
  },
};

const ownHistory: Story = {
  dataRow: (example) => ({
    messages: [
      { role: 'user', content: `About ${example.user}` },
      { role: 'assistant', content: 'What do you want to know?' },
      { role: 'user', content: 'Is it safe?' },
      { role: 'assistant', content: example.answer },
    ],
  }),
  row: (example) => [
    [`<|im_start|>user\nAbout ${example.user}<|im_end|>\n<|im_start|>assistant\n`, false],
    ['What do you want to know?<|im_end|>\n', true],
    ['<|im_start|>user\nIs it safe?<|im_end|>\n<|im_start|>assistant\n', false],
    [`${example.answer}<|im_end|>\n`, true],
  ],
  request: (example) =>
    `<|im_start|>user\nAbout ${example.user}<|im_end|>\n<|im_start|>assistant\nWhat do you want to know?<|im_end|>\n` +
    '<|im_start|>user\nIs it safe?<|im_end|>\n<|im_start|>assistant\n',
};

const healthy: Readonly<Record<string, Story>> = {
  'the run builder’s own': {},
  'messages rows': { dataRow: messagesRow },
  'ShareGPT rows': { dataRow: sharegptRow },
  'text rows': { dataRow: textRow },
  'multi-turn chats': { dataRow: multiTurn.dataRow, row: multiTurn.row, request: multiTurn.request },
  'multi-turn chats with a history of their own and one last question': ownHistory,
  'markers of the template that take the line break of the header in': byMarkers,
  'Gemma turns with the system text in the user turn': gemma.story,
  'Llama-3 headers with a BOS': llama.story,
  'Alpaca headings': {
    ...alpaca.story,
    dataRow: (example) => ({ text: `${alpaca.prompt(example)}${example.answer}<|im_end|>` }),
  },
  'several end tokens': {
    files: { 'base/generation_config.json': JSON.stringify({ eos_token_id: [256, 258] }) },
    generation: { eos_token_id: [256, 258] },
  },
  'reasoning in the trained answers': reasoned,
  'reasoning marks that are special tokens': { ...reasoned, specials: ['<|think|>'] },
  'an evaluation subset of one class': {
    examples: threeClassExamples(60, (index) =>
      index % 3 === 2 ? 'whole' : (['whole', 'torn', 'wet'][index % 4] ?? 'wet'),
    ),
    task: threeClassTask,
  },
  'a task of kind free': { task: '  kind: free\n' },
  'a task of kind extract': { task: '  kind: extract\n  fields: [label]\n' },
  'wrong answers now and then': {
    output: (example) => ({ text: example.id === 'eval-02' ? labelled('safe') : example.answer }),
    prediction: ({ id, gold }) => (id === 'eval-02' ? 'safe' : gold),
  },
  'no base': { without: ['base/'] },
  'no lockstep.yaml': { without: ['lockstep.yaml'] },
  'no tokenizer': {
    without: ['run/tokenizer.json', 'run/tokenizer_config.json', 'base/tokenizer.json', 'base/tokenizer_config.json'],
  },
  'no training log': { without: ['run/checkpoint-24/'] },
  'only capture and data': only('capture/', 'train.jsonl', 'run/'),
  'only predictions and requests': only('predictions.jsonl', 'inference/'),
  'only the adapter folder': only('run/'),
  'only data': only('train.jsonl', 'eval.jsonl'),
  'nothing at all': only(),
};

describe('healthy runs', () => {
  for (const [name, story] of Object.entries(healthy)) {
    it(`raise no alarm: ${name}`, async () => expectSilent(await reportOf(story)));
  }

  it('do not hold a clause of which nothing was seen', async () => {
    for (const story of [only('predictions.jsonl', 'inference/'), only('run/'), only('train.jsonl'), only()]) {
      const { clauses, verdict } = await reportOf(story);
      const state = Object.fromEntries(clauses.map((clause) => [clause.id, clause.state]));
      expect(state).toMatchObject({
        'answer-only-loss': 'unknown',
        'same-rendering': 'unknown',
        'adapter-active': 'unknown',
      });
      expect(verdict).toBe('unknown');
      for (const clause of clauses) if (clause.state === 'unknown') expect(clause.settle).toBeTruthy();
    }
  });
});
