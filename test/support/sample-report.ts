import * as v from 'valibot';
import {
  type Report,
  type ReportCheck,
  type ReportRow,
  ReportSchema,
  type ReportScores,
} from '../../src/report/report.ts';

// Two hand-made reports of an invented run (tickets sorted into four queues). The numbers agree with each other; the text
// holds everything that a hostile data set could carry, because every renderer has to survive it.

/** Every kind of text that must never reach a terminal, a page or a comment as it is. */
export const hostile = {
  ansi: 'red \x1b[31malert\x1b[0m and title \x1b]0;owned\x07',
  c1: 'one \x9b31m eight-bit control',
  script: '</script><img src=x onerror=alert(1)>',
  rtl: 'invoice\u202Efdp.exe',
  nul: 'before\0after',
  zeroWidth: 'ad\u200Bmin\uFEFF',
  markdown: '| `code` **bold** [link](javascript:alert(1)) @everyone #1 <!-- --> ![x](http://evil.example/p.png)',
  long: 'a'.repeat(6000),
  wide: '注文が届きません。👩‍👩‍👧 café e\u0301',
  lineBreaks: 'first\nsecond\r\nthird\u2028fourth',
} as const;

type Region = 'prompt' | 'template' | 'answer' | 'end-of-turn' | 'separator' | 'media' | 'padding';
type Part = ReportRow['parts'][number];

function token(id: number, text: string, region: Region, supervised: boolean): Part {
  return { kind: 'token', token: { id, text, region, supervised } };
}

/** Wilson score interval at 95 %, so that the sample's bounds are real ones. */
function share(count: number, of: number) {
  if (of === 0) return { value: null, of, count, low: null, high: null };
  const z = 1.96;
  const p = count / of;
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  return { value: p, of, count, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

function ticketRow(promptSupervised: boolean): readonly Part[] {
  const s = promptSupervised;
  return [
    token(151644, '<|im_start|>', 'template', s),
    token(8948, 'system', 'template', s),
    token(198, '\n', 'template', s),
    token(64279, 'Sort', 'prompt', s),
    token(279, ' the', 'prompt', s),
    token(11727, ' ticket', 'prompt', s),
    { kind: 'gap', tokens: 286, supervised: s ? 286 : 0, region: 'prompt' },
    token(151645, '<|im_end|>', 'template', s),
    token(198, '\n', 'template', s),
    token(151644, '<|im_start|>', 'template', s),
    token(77091, 'assistant', 'template', s),
    token(198, '\n', 'template', s),
    token(4913, '{"', 'answer', true),
    token(9584, 'queue', 'answer', true),
    token(3252, '":"', 'answer', true),
    token(65, 'b', 'answer', true),
    token(7238, 'illing', 'answer', true),
    token(9207, '"}', 'answer', true),
    token(151645, '<|im_end|>', 'end-of-turn', true),
    token(198, '\n', 'separator', s),
  ];
}

const hostileRow: ReportRow = {
  title: `Row with hostile text ${hostile.ansi}`,
  path: `train${hostile.rtl}.jsonl`,
  row: 417,
  tokens: 371,
  supervised: 371,
  parts: [
    token(151644, '<|im_start|>', 'template', true),
    token(872, 'user', 'template', true),
    token(198, '\n', 'template', true),
    ...Object.values(hostile).map((text, index) => token(90_000 + index, text, 'prompt' as const, true)),
    token(128_000, '<|image_pad|>', 'media', true),
    { kind: 'gap', tokens: 347, supervised: 347, region: 'media' },
    token(4913, '{"', 'answer', true),
    token(62660, '\uFFFD', 'answer', true),
    token(151645, '<|im_end|>', 'end-of-turn', true),
    token(151643, '<|endoftext|>', 'padding', false),
  ],
};

const classes = ['billing', 'technical', 'account', `other${hostile.script}`];
const failures = ['no class', 'cut at length limit'];
const counts = [
  [52, 14, 6, 2, 7, 3],
  [21, 40, 9, 4, 16, 6],
  [18, 15, 22, 3, 14, 6],
  [9, 8, 4, 8, 9, 4],
];

function perClass(names: readonly string[], table: readonly (readonly number[])[]) {
  return names.map((name, index) => {
    const row = table[index] ?? [];
    const right = row[index] ?? 0;
    const gold = row.reduce((sum, count) => sum + count, 0);
    const predicted = table.reduce((sum, other) => sum + (other[index] ?? 0), 0);
    const precision = predicted === 0 ? null : right / predicted;
    const recall = gold === 0 ? null : right / gold;
    const f1 =
      precision === null || recall === null || precision + recall === 0
        ? null
        : (2 * precision * recall) / (precision + recall);
    return { class: name, gold, precision, recall, f1 };
  });
}

const brokenScores: ReportScores = {
  task: 'classify',
  scored: 300,
  total: 300,
  splits: [
    { split: 'train', rows: 60, recorded: share(40, 60), honest: share(38, 60), parseable: share(38, 52) },
    { split: 'eval', rows: 240, recorded: share(95, 240), honest: share(84, 240), parseable: share(84, 183) },
  ],
  rungs: [
    { rung: 'strict', count: 171 },
    { rung: 'no class', count: 46 },
    { rung: 'fenced', count: 40 },
    { rung: 'run-on', count: 24 },
    { rung: 'cut at length limit', count: 19 },
  ],
  confusion: { rows: classes, columns: [...classes, ...failures], failures, counts },
  perClass: perClass(classes, counts),
  summary: [
    { name: 'macro F1', value: 0.379 },
    { name: 'balanced accuracy', value: 0.377 },
    { name: 'MCC', value: 0.213 },
    { name: 'Cohen’s κ', value: null },
  ],
};

const clauseTitles = {
  'adapter-active': 'The weights that answer are the base model plus the trained adapter',
  'answer-only-loss': 'The loss covers the answer and its end-of-turn token, and nothing else',
  'same-rendering': 'The prompt sent equals the prompt trained on, token for token',
  'honest-scoring': 'Only generated tokens are scored, and a parse failure is a failure',
} as const;

const failingChecks: readonly ReportCheck[] = [
  {
    id: 'labels/prompt-supervised',
    title: 'No token before the answer has a label',
    severity: 'critical',
    phase: 'C',
    clause: 'answer-only-loss',
    outcome: 'fail',
    because: '416,400 of 428,400 supervised tokens are not answer or end-of-turn',
    findings: [
      {
        message: 'prompt-in-loss',
        what: '416,400 of 428,400 supervised tokens (97.2 %) belong to the prompt and the template, in 1,200 of 1,200 captured rows.',
        why: 'The model is trained to write the question. The loss falls on boilerplate that repeats in every row while the 12,000 answer and end-of-turn tokens are 2.8 % of it.',
        fix: 'Set assistant_only_loss=True in SFTConfig (the chat template needs {% generation %} marks), or give TRL prompt and completion columns. Then capture again and run: lockstep check',
        data: { supervised: 428400, outside: 416400, rows: 1200, share: 0.972 },
        places: [
          { kind: 'setting', path: 'run/training_args.bin', key: 'assistant_only_loss', value: 'False' },
          { kind: 'tokens', path: 'capture/batches.jsonl', row: 0, start: 0, end: 346 },
          { kind: 'tokens', path: 'capture/batches.jsonl', row: 1, start: 0, end: 351 },
          { kind: 'template', path: 'run/chat_template.jinja', line: 14, column: 9 },
        ],
      },
      {
        message: 'separator-in-loss',
        what: '1,200 of 1,200 captured rows have a label on the line break after the end-of-turn token.',
        why: 'The model learns to go on after it has ended its turn.',
        fix: 'Close the {% generation %} block right after the end-of-turn token.',
        data: { rows: 1200 },
        places: [{ kind: 'template', path: 'run/chat_template.jinja', line: 22 }],
      },
    ],
  },
  {
    id: 'render/request-differs',
    title: 'Every request starts as its training row does',
    severity: 'critical',
    phase: 'D',
    clause: 'same-rendering',
    outcome: 'fail',
    because: '240 of 240 requests differ from training inside the system turn',
    findings: [
      {
        message: 'system-prompt-differs',
        what: `240 of 240 compared requests carry another system prompt: ${hostile.markdown}`,
        why: 'The adapter was trained behind one system prompt and answers behind another, so a part of what it learned does not apply.',
        fix: 'Send the system message of the training rows with every request.',
        data: { requests: 240, compared: 240 },
        places: [
          { kind: 'prediction', path: 'predictions.jsonl', id: `ticket-0001${hostile.ansi}`, line: 1 },
          { kind: 'row', path: 'train.jsonl', row: 0 },
          { kind: 'file', path: 'inference/requests.jsonl', line: 1, column: 34 },
        ],
      },
    ],
  },
  {
    id: 'eval/parse-failure-counted',
    title: 'The evaluator gives no class to an output without one',
    severity: 'warning',
    phase: 'E',
    clause: 'honest-scoring',
    outcome: 'fail',
    because: '65 of 300 outputs hold no class, and all 65 were recorded as one class',
    findings: [
      {
        message: 'one-class',
        what: `65 of 65 outputs without a class were recorded as ${hostile.script}, and 13 of them counted as right.`,
        why: 'The recorded accuracy is 135 of 300 (45.0 %); counting a failure as wrong gives 122 of 300 (40.7 %).',
        fix: 'Give a parse failure a value of its own in your evaluator, and count it as wrong.',
        data: { failures: 65, right: 13, outputs: 300 },
        places: [{ kind: 'prediction', path: 'predictions.jsonl', id: 'ticket-0017', line: 17 }],
      },
    ],
  },
  {
    id: 'adapter/tensor-unusual',
    title: 'Adapter tensors have the shapes that the configuration names',
    severity: 'note',
    phase: 'A',
    clause: 'adapter-active',
    outcome: 'fail',
    because: '1 of 392 tensors is stored in another type than the rest',
    findings: [
      {
        message: 'mixed-types',
        what: '1 of 392 adapter tensors is float32 while 391 are bfloat16.',
        why: 'It does no harm, but it shows that the file was edited after training.',
        fix: 'Nothing has to be done.',
        data: { tensors: 392, odd: 1 },
        places: [
          {
            kind: 'tensor',
            path: 'run/adapter_model.safetensors',
            name: `base_model.model.layers.0.self_attn.q_proj.lora_A.weight${hostile.nul}`,
          },
        ],
      },
    ],
  },
];

const otherChecks: readonly ReportCheck[] = [
  {
    id: 'adapter/side-zero',
    title: 'Both sides of the adapter moved away from zero',
    severity: 'critical',
    phase: 'A',
    clause: 'adapter-active',
    outcome: 'pass',
    because: '196 of 196 lora_B tensors are not zero; the smallest norm is 0.41',
    findings: [],
  },
  {
    id: 'labels/answer-cut',
    title: 'Every answer is whole inside its row',
    severity: 'critical',
    phase: 'C',
    clause: 'answer-only-loss',
    outcome: 'pass',
    because: '1,200 of 1,200 rows end with the end-of-turn token',
    findings: [],
  },
  {
    id: 'decode/sampling-on',
    title: 'Decoding is deterministic',
    severity: 'critical',
    phase: 'E',
    clause: 'honest-scoring',
    outcome: 'blocked',
    because: 'no inference/generation.json',
    settle: 'inference/generation.json with the settings that were really sent (do_sample, temperature, eos_token_id)',
    findings: [],
  },
  {
    id: 'decode/stop-token-unset',
    title: 'Decoding stops at the end-of-turn token',
    severity: 'warning',
    phase: 'E',
    clause: 'honest-scoring',
    outcome: 'blocked',
    because: 'no inference/generation.json',
    settle: 'inference/generation.json with the settings that were really sent (do_sample, temperature, eos_token_id)',
    findings: [],
  },
  {
    id: 'adapter/base-differs',
    title: 'The outputs differ from those of the base model',
    severity: 'critical',
    phase: 'A',
    clause: 'adapter-active',
    outcome: 'unknown',
    because: 'only 9 of 300 requests have an answer of the base model, too few to tell',
    settle: 'predictions.base.jsonl with the base model’s answers to the same 300 requests',
    findings: [],
  },
  {
    id: 'vision/pixel-budget-differs',
    title: 'Images are resized in the same way in training and at inference',
    severity: 'warning',
    phase: 'G',
    outcome: 'not-applicable',
    because: 'the rows hold no images',
    findings: [],
  },
  {
    id: 'data/near-duplicate',
    title: 'No evaluation row is a near copy of a training row',
    severity: 'warning',
    phase: 'G',
    outcome: 'crashed',
    because: `TypeError: cannot read the length of undefined ${hostile.ansi}\n    at shingles (near-duplicate.ts:41:12)`,
    findings: [],
  },
];

/** Loss on the whole prompt, another system prompt at inference, parse failures counted as a class; hostile text throughout. */
export const brokenReport: Report = v.parse(ReportSchema, {
  schema: 'lockstep-report/1',
  tool: { name: 'lockstep', version: '0.1.0' },
  run: {
    folder: 'runs/ticket-triage-3b',
    versions: {
      trl: '1.13.0',
      transformers: '5.18.0',
      peft: '0.21.0',
      torch: '2.13.0+cpu',
      [`plugin${hostile.rtl}`]: hostile.script,
    },
  },
  verdict: 'broken',
  headline:
    'Two of four clauses are broken: 97.2 % of the supervised tokens are not the answer, and the requests carry another system prompt.',
  clauses: [
    {
      id: 'adapter-active',
      title: clauseTitles['adapter-active'],
      state: 'holds',
      because: '392 of 392 adapter tensors match a module of the base model and are not zero',
    },
    {
      id: 'answer-only-loss',
      title: clauseTitles['answer-only-loss'],
      state: 'broken',
      because: '416,400 of 428,400 supervised tokens (97.2 %) are prompt or template, in 1,200 of 1,200 rows',
    },
    {
      id: 'same-rendering',
      title: clauseTitles['same-rendering'],
      state: 'broken',
      because: '240 of 240 compared requests differ from training inside the system turn',
    },
    {
      id: 'honest-scoring',
      title: clauseTitles['honest-scoring'],
      state: 'unknown',
      because: 'the decoding settings are not among the files',
      settle: 'inference/generation.json with the settings that were really sent',
    },
  ],
  diagnoses: [
    {
      cause: 'loss/prompt-in-loss',
      title: 'The loss covers system, user or template text',
      phase: 'C',
      clause: 'answer-only-loss',
      probability: 0.962,
      for: [
        {
          check: 'labels/prompt-supervised',
          weight: 5.2,
          because: 'labels outside the answer are this cause itself',
          saw: '416,400 of 428,400 supervised tokens are not the answer',
        },
        {
          check: 'training/loss-floor',
          weight: 1.1,
          because: 'a loss on boilerplate falls fast and then stays',
          saw: 'loss 0.31 at step 225 of 225, 3.92 at step 1',
        },
      ],
      against: [
        {
          check: 'scores/train-right',
          weight: -0.7,
          because: 'training rows that are answered right speak for a learned answer',
          saw: '38 of 60 training rows right',
        },
      ],
      unsettled: [],
      remedy: 'Set assistant_only_loss=True, or give TRL prompt and completion columns; then train again.',
    },
    {
      cause: 'render/system-prompt-differs',
      title: 'Another system prompt at inference',
      phase: 'D',
      clause: 'same-rendering',
      probability: 0.884,
      for: [
        {
          check: 'render/request-differs',
          weight: 4.6,
          because: 'the difference lies inside the system turn only',
          saw: '240 of 240 requests differ, all inside the system turn',
        },
      ],
      against: [],
      unsettled: [],
      remedy: 'Send the system message of the training rows with every request.',
    },
    {
      cause: 'decode/sampling-on',
      title: 'Evaluation sampled instead of decoding greedily',
      phase: 'E',
      clause: 'honest-scoring',
      probability: 0.18,
      for: [],
      against: [],
      unsettled: [
        {
          check: 'decode/sampling-on',
          because: 'no inference/generation.json',
          settle: 'inference/generation.json with the settings that were really sent',
        },
        {
          check: 'decode/repeats-differ',
          because: 'each request was answered once',
          settle: 'a second predictions file of the same requests',
        },
      ],
      remedy: 'Set do_sample=False and temperature to none for evaluation.',
    },
    {
      cause: 'training/undertrained',
      title: 'Too few steps or too small a rate to move',
      phase: 'G',
      probability: 0.11,
      for: [
        {
          check: 'training/loss-still-falling',
          weight: 0.4,
          because: 'a loss that still falls has not arrived',
          saw: 'loss fell 4 % over the last 50 of 225 steps',
        },
      ],
      against: [
        {
          check: 'adapter/side-zero',
          weight: -1.3,
          because: 'an adapter that moved this far was trained',
          saw: 'smallest lora_B norm 0.41',
        },
      ],
      unsettled: [],
      remedy: 'Train for more steps or at a higher rate.',
      withheld: 'Two clauses are broken; a change of steps or rate cannot be judged before they hold.',
    },
  ],
  next: {
    step: 'Capture the labels again after setting assistant_only_loss=True, before training for longer than one step.',
    command: 'python -m lockstep_capture --max-steps 1 train.py && npx lockstep check runs/ticket-triage-3b',
    settles: ['loss/prompt-in-loss', 'training/undertrained'],
  },
  withheld:
    'Advice on epochs, learning rate, rank, data volume, resolution and prompts waits until all four clauses hold; 2 are broken and 1 is unknown.',
  calibration: { runs: 44, note: 'measured on very small models; read the probabilities as an order' },
  checks: [...failingChecks, ...otherChecks],
  evidence: {
    artifacts: [
      { name: 'capture', state: 'found', path: 'capture/batches.jsonl', detail: '1,200 rows, 428,400 tokens' },
      {
        name: 'adapter',
        state: 'found',
        path: 'run/adapter_model.safetensors',
        detail: 'rank 16, alpha 32, 392 tensors',
      },
      {
        name: 'trainData',
        state: 'found',
        path: `train${hostile.rtl}.jsonl`,
        detail: `1,200 rows; first: ${hostile.markdown}`,
      },
      { name: 'generation', state: 'absent', path: 'inference/generation.json, generation.json', detail: 'not there' },
      { name: 'evalData', state: 'unreadable', path: 'eval.jsonl', detail: `line 37: not JSON: ${hostile.ansi}` },
    ],
    regions: [
      { region: 'prompt', supervised: 369600, tokens: 369600 },
      { region: 'template', supervised: 45600, tokens: 45600 },
      { region: 'answer', supervised: 10800, tokens: 10800 },
      { region: 'end-of-turn', supervised: 1200, tokens: 1200 },
      { region: 'separator', supervised: 1200, tokens: 1200 },
    ],
    rows: [
      {
        title: 'A usual row',
        path: 'capture/batches.jsonl',
        row: 0,
        tokens: 305,
        supervised: 305,
        parts: [...ticketRow(true)],
      },
      hostileRow,
    ],
    differences: [
      {
        title: 'The system turn differs',
        request: `ticket-0001${hostile.ansi}`,
        row: 0,
        basis: 'same-example',
        requests: 240,
        compared: 240,
        parts: [
          { kind: 'same', text: '<|im_start|>system\n', folded: 0 },
          { kind: 'training-only', text: 'Sort the ticket into one of four queues. Answer in JSON.' },
          { kind: 'request-only', text: `You are a helpful assistant.\nBe brief. ${hostile.script}${hostile.nul}` },
          { kind: 'same', text: '<|im_end|>\n<|im_start|>user\n', folded: 288 },
          { kind: 'training-only', text: ' ' },
          { kind: 'same', text: '<|im_end|>\n<|im_start|>assistant\n', folded: 0 },
        ],
      },
    ],
    loss: [
      { step: 1, loss: 3.92, accuracy: 0.41, evalLoss: null },
      { step: 25, loss: 1.48, accuracy: 0.7, evalLoss: null },
      { step: 75, loss: 0.62, accuracy: 0.86, evalLoss: 0.71 },
      { step: 150, loss: 0.38, accuracy: 0.91, evalLoss: 0.66 },
      { step: 200, loss: null, accuracy: null, evalLoss: null },
      { step: 225, loss: 0.31, accuracy: 0.93, evalLoss: 0.68 },
    ],
  },
  scores: brokenScores,
  timings: { gather: 212.4, checks: 38.1, causes: 0.9, total: 251.4 },
});

const healthyClasses = ['billing', 'technical', 'account', 'other'];
const healthyCounts = [
  [80, 2, 1, 1, 0],
  [3, 90, 2, 1, 0],
  [2, 1, 74, 1, 0],
  [0, 1, 1, 39, 1],
];

/** The same invented run done right: every clause holds, nothing fails, no diagnosis. */
export const healthyReport: Report = v.parse(ReportSchema, {
  ...brokenReport,
  run: {
    folder: 'runs/ticket-triage-3b-fixed',
    versions: { trl: '1.13.0', transformers: '5.18.0', peft: '0.21.0', torch: '2.13.0+cpu' },
  },
  verdict: 'holds',
  headline: 'All four clauses hold: what was trained is what is served.',
  clauses: [
    {
      id: 'adapter-active',
      title: clauseTitles['adapter-active'],
      state: 'holds',
      because: '392 of 392 adapter tensors match a module of the base model and are not zero',
    },
    {
      id: 'answer-only-loss',
      title: clauseTitles['answer-only-loss'],
      state: 'holds',
      because: '12,000 of 12,000 supervised tokens are answer or end-of-turn, in 1,200 of 1,200 rows',
    },
    {
      id: 'same-rendering',
      title: clauseTitles['same-rendering'],
      state: 'holds',
      because: '240 of 240 requests equal the training prefix, token for token',
    },
    {
      id: 'honest-scoring',
      title: clauseTitles['honest-scoring'],
      state: 'holds',
      because: 'greedy decoding, 299 of 300 outputs end by themselves, 1 of 1 parse failures recorded as wrong',
    },
  ],
  diagnoses: [],
  next: undefined,
  withheld: undefined,
  checks: [
    ...otherChecks.filter((check) => check.outcome === 'pass' || check.outcome === 'not-applicable'),
    ...failingChecks.map((check) => ({
      ...check,
      outcome: 'pass',
      because: '1,200 of 1,200 rows looked at, none does otherwise',
      findings: [],
    })),
  ],
  evidence: {
    artifacts: [
      { name: 'capture', state: 'found', path: 'capture/batches.jsonl', detail: '1,200 rows, 428,400 tokens' },
      {
        name: 'adapter',
        state: 'found',
        path: 'run/adapter_model.safetensors',
        detail: 'rank 16, alpha 32, 392 tensors',
      },
      {
        name: 'generation',
        state: 'found',
        path: 'inference/generation.json',
        detail: 'greedy, at most 64 new tokens',
      },
    ],
    regions: [
      { region: 'prompt', supervised: 0, tokens: 369600 },
      { region: 'template', supervised: 0, tokens: 45600 },
      { region: 'answer', supervised: 10800, tokens: 10800 },
      { region: 'end-of-turn', supervised: 1200, tokens: 1200 },
      { region: 'separator', supervised: 0, tokens: 1200 },
    ],
    rows: [
      {
        title: 'A usual row',
        path: 'capture/batches.jsonl',
        row: 0,
        tokens: 305,
        supervised: 7,
        parts: [...ticketRow(false)],
      },
    ],
    differences: [],
    loss: [
      { step: 1, loss: 2.71, accuracy: 0.38, evalLoss: null },
      { step: 75, loss: 0.21, accuracy: 0.93, evalLoss: 0.24 },
      { step: 225, loss: 0.06, accuracy: 0.98, evalLoss: 0.11 },
    ],
  },
  scores: {
    task: 'classify',
    scored: 300,
    total: 300,
    splits: [
      { split: 'train', rows: 60, recorded: share(59, 60), honest: share(59, 60), parseable: share(59, 60) },
      { split: 'eval', rows: 240, recorded: share(224, 240), honest: share(224, 240), parseable: share(224, 239) },
    ],
    rungs: [
      { rung: 'strict', count: 299 },
      { rung: 'no class', count: 1 },
    ],
    confusion: {
      rows: healthyClasses,
      columns: [...healthyClasses, 'no class'],
      failures: ['no class'],
      counts: healthyCounts,
    },
    perClass: perClass(healthyClasses, healthyCounts),
    summary: [
      { name: 'macro F1', value: 0.943 },
      { name: 'MCC', value: 0.921 },
    ],
  },
});
