import { describe, expect, test } from 'vitest';
import type { PromptClass } from '../../src/diff/prompt-class.ts';
import type { SideReport } from '../../src/diff/side-report.ts';
import { diffPlaces, diffRun } from '../../src/diff-run.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { encode, tokenizerJson } from '../support/byte-tokenizer.ts';
import {
  answerOnly,
  buildRun,
  chatTemplate,
  type Example,
  type RunOverrides,
  renderChatml,
} from '../support/run-builder.ts';

async function reportsOf(overrides: RunOverrides): Promise<readonly SideReport[]> {
  const reports = await diffRun(buildRun(overrides).files);
  if (!reports.ok) throw new Error(reports.problem.reason);
  return reports.value;
}

async function onRequests(overrides: RunOverrides): Promise<SideReport> {
  const report = (await reportsOf(overrides)).find(({ comparison }) => comparison.right.endsWith('requests.jsonl'));
  if (report === undefined) throw new Error('no report on requests');
  return report;
}

const prompt = (example: Example) => renderChatml(example).prompt;

describe('a run against its own requests', () => {
  test('healthy: all prompts are equal, and every row that was asked is proved', async () => {
    const { comparison, prefix, notes } = await onRequests({});
    expect(comparison).toMatchObject({ conversations: 36, equal: 36, clusters: [], unknown: [] });
    expect(prefix).toMatchObject({ rows: 24, proved: 24, broken: [], unknown: [] });
    expect(notes).toEqual([]);
  });

  test.each<[PromptClass, string, (example: Example) => string]>([
    ['bos-eos', 'EOS first', (example) => `<|endoftext|>${prompt(example)}`],
    [
      'generation-prompt',
      'no assistant header',
      (example) => prompt(example).replace(/<\|im_start\|>assistant\n$/, ''),
    ],
    ['thinking-block', 'an empty block', (example) => `${prompt(example)}<think>\n\n</think>\n\n`],
    ['system-prompt', 'none', (example) => prompt(example).replace(/^<\|im_start\|>system[\s\S]*?<\|im_end\|>\n/, '')],
    [
      'role-marker',
      'another format',
      ({ system, user }) => `### System:\n${system}\n\n### User:\n${user}\n\n### Answer:\n`,
    ],
    ['date-line', 'a date', (example) => prompt(example).replace('system\n', 'system\nToday Date: 26 Jul 2024\n')],
    ['trimmed-whitespace', 'a blank less', (example) => prompt(example).replace(/\n$/, '')],
    [
      'trimmed-whitespace',
      'blanks around the words of a user',
      ({ user, ...rest }) => prompt({ ...rest, user: `  ${user} ` }),
    ],
  ])('%s: %s', async (first, _, request) => {
    const { comparison, prefix } = await onRequests({ request });
    expect(comparison.clusters).toMatchObject([{ first, count: 36 }]);
    expect(prefix?.broken).toMatchObject([{ break: { kind: 'prompt', class: first }, rows: 24 }]);
  });

  test('another date on each side is a date line', async () => {
    const dated = (date: string) => (example: Example) =>
      prompt(example).replace('system\n', `system\nToday: ${date}.\n`);
    const { prefix } = await onRequests({
      render: (example) => ({ ...renderChatml(example), prompt: dated('26 Jul 2024')(example) }),
      request: dated('20 Nov 2026'),
    });
    expect(prefix?.broken).toMatchObject([{ break: { kind: 'prompt', class: 'date-line' } }]);
  });

  test('loss on the prompt and no loss on the end of the answer break the rest of the rule', async () => {
    const everywhere = await onRequests({ labels: (ids) => ids });
    expect(everywhere.prefix?.broken).toMatchObject([{ break: { kind: 'prompt-supervised' }, rows: 24 }]);
    const endless = await onRequests({
      labels: (ids, row) => answerOnly(ids, row).map((label) => (label === 258 ? -100 : label)),
    });
    expect(endless.prefix?.broken).toMatchObject([{ break: { kind: 'rest-unsupervised' }, rows: 24 }]);
  });

  test('the same text in other ids is a difference of its own', async () => {
    const lines = String(buildRun().contents['inference/requests.jsonl']).trim().split('\n');
    // The markers as a tokenizer cuts them that does not know them: every byte a token.
    const respelt = lines.map((line) =>
      line.replace(/"prompt_ids":\s*\[[^\]]*\]/, () => `"prompt_ids":[${bytesOf(line)}]`),
    );
    const { comparison, prefix } = await onRequests({ files: { 'inference/requests.jsonl': respelt.join('\n') } });
    expect(comparison.clusters).toMatchObject([{ first: 'other', count: 36, example: { at: 0 } }]);
    expect(comparison.clusters[0]?.example.note).toContain('the text is the same');
    expect(prefix?.broken).toMatchObject([{ break: { kind: 'ids' }, rows: 24 }]);
  });

  test('an image placeholder that the processor repeated is no difference, and its row is proved', async () => {
    const media = '<|image_pad|>';
    const bytes = (text: string) =>
      text.split(media).flatMap((part, at) => [...(at > 0 ? [259] : []), ...encode(part)]);
    const { added_tokens: added, model } = tokenizerJson;
    const json = {
      ...tokenizerJson,
      added_tokens: [...added, { ...added[0], id: 259, content: media }],
      model: { ...model, vocab: { ...model.vocab, [media]: 259 } },
    };
    const prompt = `<|im_start|>user\n${media}Is it safe?<|im_end|>\n<|im_start|>assistant\n`;
    const row = bytes(`${prompt.replace(media, media.repeat(5))}yes<|im_end|>\n`);
    const user = { role: 'user', content: [{ type: 'image' }, { type: 'text', text: 'Is it safe?' }] };
    const template = chatTemplate.replace(
      'message.content',
      `('' if message.content is string else '${media}') + (message.content if message.content is string else message.content[1].text)`,
    );
    const lines = (value: unknown) => `${JSON.stringify(value)}\n`;
    const report = await onRequests({
      examples: [{ system: '', user: '', answer: 'yes', gold: 'yes', id: 'a', split: 'train' }],
      files: {
        'run/tokenizer.json': JSON.stringify(json),
        'run/chat_template.jinja': template,
        'train.jsonl': lines({ messages: [user, { role: 'assistant', content: 'yes' }] }),
        'capture/batches.jsonl': lines({
          step: 0,
          row: 0,
          input_ids: row,
          labels: row.map((id, at) => (at < row.length - 5 ? -100 : id)),
        }),
        'inference/requests.jsonl': lines({
          id: 'a',
          messages: [user],
          prompt,
          prompt_ids: bytes(prompt.replace(media, media.repeat(5))),
        }),
      },
    });
    expect(report.comparison).toMatchObject({ conversations: 1, equal: 1, clusters: [] });
    expect(report.prefix).toMatchObject({ rows: 1, proved: 1, broken: [] });
  });

  test('rows trained as plain text are held against the request whose words they hold', async () => {
    const alpaca = ({ system, user, answer }: Example) => ({
      prompt: `### Instruction:\n${system}\n\n### Input:\n${user}\n\n### Response:\n`,
      answer,
      end: '<|im_end|>',
    });
    const dataRow = (example: Example) => ({ prompt: alpaca(example).prompt, completion: example.answer });
    const chat = await onRequests({ render: alpaca, dataRow });
    expect(chat.comparison.clusters).toEqual([]);
    expect(chat.prefix?.broken).toMatchObject([{ break: { kind: 'prompt', class: 'role-marker' }, rows: 24 }]);
    const same = await onRequests({ render: alpaca, dataRow, request: (example) => alpaca(example).prompt });
    expect(same.prefix).toMatchObject({ proved: 24, broken: [] });
  });

  test('requests without messages are counted, not compared', async () => {
    const files = { 'inference/requests.jsonl': '{"id":"a","prompt":"Is it?"}\n{"id":"b","prompt":"Is it not?"}\n' };
    const { comparison, notes } = await onRequests({ files });
    expect(comparison).toMatchObject({ conversations: 0, equal: 0 });
    expect(notes).toEqual([expect.stringContaining('2 of 2 requests in inference/requests.jsonl hold no messages')]);
  });
});

function bytesOf(line: string): string {
  const row: unknown = JSON.parse(line);
  const text = typeof row === 'object' && row !== null && 'prompt' in row ? String(row.prompt) : '';
  return new TextEncoder().encode(text).join();
}

describe('a run against what is served', () => {
  const served = (template: string): Readonly<Record<string, string>> => {
    const { contents } = buildRun();
    return {
      'lockstep.yaml': `${String(contents['lockstep.yaml'])}served: served\n`,
      'served/tokenizer.json': String(contents['run/tokenizer.json']),
      'served/tokenizer_config.json': String(contents['run/tokenizer_config.json']),
      'served/chat_template.jinja': template,
    };
  };

  test('the same template: equal, and the training rows prove it', async () => {
    const [folder] = await reportsOf({ files: served(chatTemplate) });
    expect(folder?.comparison).toMatchObject({ right: 'served', clusters: [], unknown: [] });
    expect(folder?.prefix).toMatchObject({ rows: 24, proved: 24 });
  });

  test('a template without generation prompt, one that refuses, and one that does not compile', async () => {
    const [silent] = await reportsOf({ files: served(chatTemplate.replace('add_generation_prompt', 'false')) });
    expect(silent?.comparison.clusters[0]).toMatchObject({ first: 'generation-prompt' });
    const [refusing] = await reportsOf({ files: served("{{ raise_exception('no') }}") });
    expect(refusing?.comparison.clusters).toMatchObject([
      { first: 'other', example: { note: expect.stringContaining('no') } },
    ]);
    expect(refusing?.prefix).toMatchObject({ proved: 0, broken: [], unknown: [{ rows: 24 }] });
    const [broken] = await reportsOf({ files: served('{% if %}') });
    expect(broken?.comparison.clusters).toMatchObject([
      { example: { note: expect.stringContaining('does not compile') } },
    ]);
  });

  test('tool schemas that are spaced otherwise are told from another system prompt', async () => {
    const list = (json: string) => `{% if tools %}${json}{% endif %}${chatTemplate}`;
    const [report] = await reportsOf({
      files: {
        ...served(list("{{ tools | tojson(separators=(',', ':')) }}")),
        'run/chat_template.jinja': list('{{ tools | tojson }}'),
      },
    });
    expect(report?.comparison.clusters).toMatchObject([{ first: 'tool-schema-spacing', count: 2 }]);
  });

  test('a template that reads the clock is flagged', async () => {
    const [report] = await reportsOf({
      files: served(`{# {{ strftime_now }} #}{% set x = strftime_now('%d') %}${chatTemplate}`),
    });
    expect(report?.comparison).toMatchObject({ timeDependent: ['served'], clusters: [] });
  });
});

describe('an Ollama Modelfile', () => {
  const against = async (modelfile: string) => {
    const right = { files: memoryFiles({ Modelfile: modelfile }), name: 'Modelfile', file: 'Modelfile' };
    return diffPlaces({ files: buildRun().files, name: 'the run' }, right);
  };

  test('its Go template is not run: unknown, with what its text never writes', async () => {
    const reports = await against(
      'FROM ./model.gguf\nTEMPLATE """{{ .System }}\nUSER: {{ .Prompt }}\n"""\nPARAMETER stop "USER:"\nSYSTEM You are kind.\n',
    );
    const [report] = reports.ok ? reports.value : [];
    expect(report?.comparison).toMatchObject({ equal: 0, clusters: [] });
    expect(report?.comparison.unknown[0]?.because).toContain('Go template');
    expect(report?.notes.join(' ')).toContain('never writes <|im_start|> and <|im_end|>');
    expect(report?.notes.join(' ')).toContain('stops at "USER:"');
    expect(report?.notes.join(' ')).toContain('SYSTEM');
  });

  test('without a template Ollama chooses one: unknown', async () => {
    const reports = await against('# made by hand\nfrom llama3.2\n');
    const [report] = reports.ok ? reports.value : [];
    expect(report?.comparison.unknown[0]?.because).toContain('no TEMPLATE');
  });

  test.each([
    ['TEMPLATE """x\n', 'line 1: the """ after TEMPLATE is never closed'],
    ['FROM x\nHELLO y\n', 'line 2: it begins with no command'],
    ['PARAMETER stop x\n', 'no FROM line'],
  ])('%j is refused with its place', async (text, reason) => {
    expect(await against(text)).toMatchObject({ ok: false, problem: { reason: expect.stringContaining(reason) } });
  });
});

describe('what is no side', () => {
  test.each([
    ['an empty folder', {}, undefined, /no tokenizer, chat template, GGUF/],
    ['two GGUF files', { 'a.gguf': 'x', 'b.gguf': 'x' }, undefined, /2 GGUF files/],
    ['a file that is not there', {}, 'x.gguf', /is not there/],
    ['any other file', { 'x.txt': 'x' }, 'x.txt', /neither a GGUF/],
    ['requests that are damaged', { 'r.jsonl': '{' }, 'r.jsonl', /no row could be used/],
  ])('%s', async (_, contents, file, reason) => {
    const right = { files: memoryFiles(contents), name: 'it', ...(file === undefined ? {} : { file }) };
    const reports = await diffPlaces({ files: buildRun().files, name: 'the run' }, right);
    expect(reports).toMatchObject({ ok: false, problem: { reason: expect.stringMatching(reason) } });
  });

  test('a run with nothing that is sent', async () => {
    const { files } = buildRun({ files: { 'inference/requests.jsonl': null } });
    expect(await diffRun(files)).toMatchObject({
      ok: false,
      problem: { reason: expect.stringContaining('nothing to compare') },
    });
  });
});
