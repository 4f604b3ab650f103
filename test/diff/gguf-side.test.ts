import { describe, expect, test } from 'vitest';
import type { SideReport } from '../../src/diff/side-report.ts';
import { diffPlaces } from '../../src/diff-run.ts';
import type { GgufAspect, GgufAspectName } from '../../src/evidence/gguf-comparison.ts';
import { memoryFiles } from '../../src/source/memory.ts';
import { byteGguf, byteTokens } from '../support/byte-gguf.ts';
import { specialTokens, tokenizerJson } from '../support/byte-tokenizer.ts';
import { gguf, type WritableGgufValue } from '../support/gguf.ts';
import { buildRun, chatTemplate, type RunOverrides } from '../support/run-builder.ts';

async function reportOn(bytes: Uint8Array, overrides: RunOverrides = {}): Promise<SideReport> {
  const left = { files: buildRun(overrides).files, name: 'the run' };
  const right = { files: memoryFiles({ 'model.gguf': bytes }), file: 'model.gguf', name: 'model.gguf' };
  const reports = await diffPlaces(left, right);
  if (!reports.ok) throw new Error(reports.problem.reason);
  const [report] = reports.value;
  if (report === undefined) throw new Error('no report');
  return report;
}

async function aspectsOf(keys: Readonly<Record<string, WritableGgufValue | null>>, overrides: RunOverrides = {}) {
  const { gguf: aspects = [] } = await reportOn(byteGguf(keys), overrides);
  return new Map(aspects.map((aspect): [GgufAspectName, GgufAspect] => [aspect.aspect, aspect]));
}

describe('a GGUF and the folder that it was converted from', () => {
  test('are the same in everything that can be compared, and every training row is proved', async () => {
    const { comparison, gguf: aspects = [], prefix } = await reportOn(byteGguf());
    expect(aspects.filter(({ state }) => state === 'differs')).toEqual([]);
    expect(aspects.filter(({ state }) => state === 'equal').map(({ aspect }) => aspect)).toEqual([
      'vocabulary',
      'token-types',
      'merges',
      'special-ids',
      'add-bos',
      'add-eos',
      'stop-set',
      'chat-template',
    ]);
    expect(aspects.find(({ aspect }) => aspect === 'pre-tokenizer')).toMatchObject({ state: 'not-comparable' });
    expect(comparison.clusters).toEqual([]);
    expect(prefix).toMatchObject({ rows: 24, proved: 24, broken: [] });
  });

  const otherTokens = byteTokens.map((token, id) => (id === 65 ? 'zz' : token));
  test.each<[GgufAspectName, string, Readonly<Record<string, WritableGgufValue | null>>, RegExp]>([
    [
      'vocabulary',
      'one id means another token',
      { 'tokenizer.ggml.tokens': gguf.strings(otherTokens) },
      /1 of 259 ids/,
    ],
    [
      'vocabulary',
      'the last token was lost',
      { 'tokenizer.ggml.tokens': gguf.strings(byteTokens.slice(0, -1)) },
      /1 of 259 ids/,
    ],
    [
      'token-types',
      'role markers are ordinary tokens',
      { 'tokenizer.ggml.token_type': gguf.i32s(byteTokens.map(() => 1)) },
      /3 of 3 added tokens/,
    ],
    ['merges', 'a merge too many', { 'tokenizer.ggml.merges': gguf.strings(['a b']) }, /1 merges and tokenizer.json 0/],
    ['pre-tokenizer', 'not recognised', { 'tokenizer.ggml.pre': gguf.string('default') }, /did not recognise/],
    ['pre-tokenizer', 'not there', { 'tokenizer.ggml.pre': null }, /is missing/],
    ['special-ids', 'another EOS', { 'tokenizer.ggml.eos_token_id': gguf.u32(256) }, /eos_token of the tokenizer/],
    ['add-bos', 'adds BOS', { 'tokenizer.ggml.add_bos_token': gguf.bool(true) }, /adds BOS before a text/],
    ['add-eos', 'adds EOS', { 'tokenizer.ggml.add_eos_token': gguf.bool(true) }, /adds EOS after a text/],
    ['chat-template', 'is missing', { 'tokenizer.chat_template': null }, /no chat template/],
    [
      'chat-template',
      'is another one',
      { 'tokenizer.chat_template': gguf.string(chatTemplate.replace("message.role + '\\n'", "message.role + ' '")) },
      /renders the probe conversation "question" differently/,
    ],
  ])('%s: %s', async (aspect, _, keys, saw) => {
    const found = (await aspectsOf(keys)).get(aspect);
    expect(found).toMatchObject({ aspect, state: 'differs', saw: expect.stringMatching(saw) });
  });

  test('padding rows of the embedding and line ends of the template are no differences', async () => {
    const aspects = await aspectsOf({
      'tokenizer.ggml.tokens': gguf.strings([...byteTokens, '[PAD259]', '[PAD260]']),
      'tokenizer.ggml.token_type': gguf.i32s([...byteTokens.map((_, id) => (id < 256 ? 1 : 3)), 5, 5]),
      'tokenizer.chat_template': gguf.string(`${chatTemplate}\n`),
    });
    expect([...aspects.values()].filter(({ state }) => state === 'differs')).toEqual([]);
  });

  test('a template that is written differently and renders the same is equal', async () => {
    const aspects = await aspectsOf({
      'tokenizer.chat_template': gguf.string(`{# made for llama.cpp #}${chatTemplate}`),
    });
    expect(aspects.get('chat-template')).toMatchObject({ state: 'equal', saw: expect.stringContaining('renders') });
  });

  test('the end-of-turn token is no stop: its text decides whether llama.cpp finds it by itself', async () => {
    const keys = { 'tokenizer.ggml.eos_token_id': gguf.u32(256) };
    expect((await aspectsOf(keys)).get('stop-set')).toMatchObject({ state: 'equal' });
    // The same run with a marker that no runtime knows.
    const renamed = (text: string) => text.replaceAll('<|im_end|>', '<|ladder|>');
    const overrides: RunOverrides = {
      files: {
        'run/tokenizer.json': renamed(JSON.stringify(tokenizerJson)),
        'run/tokenizer_config.json': JSON.stringify({ eos_token: '<|ladder|>' }),
        'run/chat_template.jinja': renamed(chatTemplate),
      },
    };
    const lost = await aspectsOf(
      { ...keys, 'tokenizer.ggml.tokens': gguf.strings(byteTokens.map(renamed)) },
      overrides,
    );
    expect(lost.get('stop-set')).toMatchObject({ state: 'differs', saw: expect.stringContaining('<|ladder|> (258)') });
    const kept = await aspectsOf(
      { 'tokenizer.ggml.eos_token_id': gguf.u32(258), 'tokenizer.ggml.tokens': gguf.strings(byteTokens.map(renamed)) },
      overrides,
    );
    expect(kept.get('stop-set')).toMatchObject({ state: 'equal' });
  });

  test('what conversion respells or leaves to the runtime is not compared, and says so', async () => {
    const aspects = await aspectsOf({
      'tokenizer.ggml.model': gguf.string('bert'),
      'tokenizer.ggml.add_bos_token': null,
      'tokenizer.ggml.token_type': null,
    });
    for (const aspect of ['vocabulary', 'merges', 'add-bos', 'token-types', 'pre-tokenizer'] as const) {
      expect(aspects.get(aspect)).toMatchObject({ state: 'not-comparable' });
    }
  });

  test('tokens that are not text are said, not compared', async () => {
    const bytes = byteGguf();
    const first = specialTokens[0];
    const at = Buffer.from(bytes).lastIndexOf(first);
    bytes[Buffer.from(bytes).indexOf(first)] = 0xff;
    expect(at).toBeGreaterThan(0);
    const { gguf: aspects = [] } = await reportOn(bytes);
    expect(aspects.find(({ aspect }) => aspect === 'vocabulary')).toMatchObject({
      state: 'not-comparable',
      saw: expect.stringContaining('is not text'),
    });
  });

  test('without a tokenizer there is one thing to say', async () => {
    const { gguf: aspects } = await reportOn(byteGguf({ 'tokenizer.ggml.model': null }));
    expect(aspects).toMatchObject([{ state: 'not-comparable', saw: expect.stringContaining('no tokenizer') }]);
  });
});

test('a GGUF that adds BOS sends one more than was trained', async () => {
  const { comparison, prefix } = await reportOn(
    byteGguf({ 'tokenizer.ggml.bos_token_id': gguf.u32(256), 'tokenizer.ggml.add_bos_token': gguf.bool(true) }),
  );
  expect(comparison.clusters[0]).toMatchObject({ first: 'bos-eos', example: { at: 0, leftOnly: 0, rightOnly: 1 } });
  expect(prefix?.broken).toMatchObject([{ break: { kind: 'prompt', class: 'bos-eos' }, rows: 24 }]);
});

test('a file that is no GGUF is named with the reason', async () => {
  const right = { files: memoryFiles({ 'x.gguf': 'PK34' }), file: 'x.gguf', name: 'x.gguf' };
  const reports = await diffPlaces({ files: buildRun().files, name: 'the run' }, right);
  expect(reports).toMatchObject({
    ok: false,
    problem: { reason: expect.stringMatching(/^x\.gguf: .*begins with "GGUF"/) },
  });
});
