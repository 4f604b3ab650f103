import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { checkRun } from '../../src/check-run.ts';
import { type Report, ReportSchema } from '../../src/report/report.ts';
import { buildRun, type Example, type RunOverrides, renderChatml } from '../support/run-builder.ts';

const reportOf = (overrides: RunOverrides = {}): Promise<Report> => checkRun(buildRun(overrides).files);

/** Every answer of the healthy run, given by a base model that chats: what lets `adapter-active` hold. */
const baseAnswers = (() => {
  const rows = buildRun().examples.map(({ id }) => JSON.stringify({ id, output: `Well, ${id} looks fine.` }));
  return { 'predictions.base.jsonl': `${rows.join('\n')}\n` };
})();

const whole: RunOverrides = { files: baseAnswers };
const withoutSystem = ({ user }: Example) => `<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n`;
const noSystem: RunOverrides = { ...whole, request: withoutSystem };

function trainingLog(losses: readonly unknown[]): Record<string, string> {
  const entries = losses.map((loss, at) => `{"step": ${at + 1}, "loss": ${loss}, "grad_norm": 1.0}`);
  return { 'run/checkpoint-24/trainer_state.json': `{"global_step": 24, "log_history": [${entries.join(', ')}]}` };
}

describe('the report of a healthy run', () => {
  it('says that all holds, and invents no problem', async () => {
    const report = await reportOf(whole);
    expect(report.verdict).toBe('holds');
    expect(report.headline).toBe('What was trained is what is served: all four clauses hold.');
    expect(report.diagnoses).toEqual([]);
    expect(report.next).toBeUndefined();
    expect(report.withheld).toBeUndefined();
  });

  it('says unknown when evidence is missing, names the clause and the file that would settle it', async () => {
    const report = await reportOf({ ...whole, files: { ...baseAnswers, 'inference/requests.jsonl': null } });
    expect(report.verdict).toBe('unknown');
    expect(report.headline).toMatch(
      /^Nothing is proved broken, but .*same-rendering.* cannot be told from these files\./,
    );
    expect(report.clauses.find(({ id }) => id === 'same-rendering')?.settle).toContain('inference/requests.jsonl');
    expect(report.diagnoses).toEqual([]);
    expect(report.next?.settles).toContain('same-rendering');
    expect(report.next?.step).toMatch(/^[A-Z].*\.$/);
  });

  it('says for every check that could not run which file would let it', async () => {
    const report = await reportOf({ ...whole, files: { ...baseAnswers, 'predictions.jsonl': null } });
    const blocked = report.checks.filter(({ outcome }) => outcome === 'blocked');
    expect(blocked.length).toBeGreaterThan(0);
    expect(blocked.find(({ id }) => id === 'decode/output-unended')?.settle).toBe('predictions.jsonl');
  });
});

describe('the report of a broken run', () => {
  it('names the broken clause, the cause and what was seen', async () => {
    const report = await reportOf(noSystem);
    expect(report.verdict).toBe('broken');
    expect(report.headline).toMatch(
      /^What was trained is not what is served: same-rendering is broken\. Most probable cause: [a-z]/,
    );
    expect(report.diagnoses[0]).toMatchObject({ cause: 'render/system-prompt-differs', clause: 'same-rendering' });
    const clause = report.clauses.find(({ id }) => id === 'same-rendering');
    expect(clause?.because).toMatch(/\d+ of \d+/);
    expect(report.next).toMatchObject({ settles: ['render/system-prompt-differs', 'same-rendering'] });
    expect(report.next?.step).toBe(report.diagnoses[0]?.remedy);
  });

  it('puts two broken clauses into the plural, and the earlier phase first', async () => {
    const labels = (ids: readonly number[]) => ids;
    const report = await reportOf({ ...noSystem, labels });
    expect(report.headline).toContain('answer-only-loss and same-rendering are broken.');
    expect(report.diagnoses.map(({ cause }) => cause).slice(0, 2)).toEqual([
      'loss/prompt-in-loss',
      'render/system-prompt-differs',
    ]);
  });

  it('shows what differs once for all requests, with the equal text folded', async () => {
    const report = await reportOf(noSystem);
    const [difference, ...others] = report.evidence.differences;
    expect(others).toEqual([]);
    expect(difference).toMatchObject({ requests: difference?.compared });
    const missing = difference?.parts.filter(({ kind }) => kind === 'training-only').map(({ text }) => text);
    expect(missing?.join('')).toContain('Say whether the ladder is safe.');
  });

  it('folds equal text that is far from the difference, and keeps what stands beside it', async () => {
    const long = 'The ladder stands in the yard. '.repeat(40);
    const examples = buildRun().examples.map((example) => ({ ...example, user: long + example.user }));
    const report = await reportOf({ examples, request: withoutSystem });
    const same = report.evidence.differences[0]?.parts.flatMap((part) => (part.kind === 'same' ? [part] : []));
    expect(same?.some(({ folded }) => folded > 500)).toBe(true);
    expect(same?.every(({ text }) => text.length < 400)).toBe(true);
  });

  it('shows the row that a finding on labels points at, token by token, and folds long stretches', async () => {
    const report = await reportOf({ ...whole, labels: (ids) => ids });
    const [row] = report.evidence.rows;
    const gap = row?.parts.find((part) => part.kind === 'gap');
    expect(gap).toMatchObject({ region: 'prompt' });
    expect(gap?.kind === 'gap' && gap.supervised).toBe(gap?.kind === 'gap' && gap.tokens);
    const shown = row?.parts.reduce((sum, part) => sum + (part.kind === 'gap' ? part.tokens : 1), 0);
    expect(shown).toBe(row?.tokens);
  });
});

describe('advice on data and training', () => {
  const memorised: RunOverrides = {
    ...whole,
    files: { ...baseAnswers, ...trainingLog([2.4, 2.41, 2.39, 2.4, 2.4, 2.4]) },
  };

  it('is given when all four clauses hold', async () => {
    const report = await reportOf(memorised);
    expect(report.verdict).toBe('holds');
    const [first] = report.diagnoses;
    expect(first).toMatchObject({ cause: 'training/undertrained' });
    expect(first?.withheld).toBeUndefined();
    expect(report.headline).toMatch(/^All four clauses hold: .* Most probable cause: /);
  });

  it('is withheld while one is broken, and says which', async () => {
    const report = await reportOf({ ...memorised, request: withoutSystem });
    const training = report.diagnoses.find(({ cause }) => cause === 'training/undertrained');
    expect(training?.withheld).toContain('same-rendering is broken');
    expect(report.withheld).toBe(training?.withheld);
    const rendering = report.diagnoses.find(({ clause }) => clause === 'same-rendering');
    expect(rendering).toBeDefined();
    expect(rendering?.withheld).toBeUndefined();
  });
});

describe('the report as JSON', () => {
  const stories: Readonly<Record<string, RunOverrides>> = {
    'a healthy run': whole,
    'a broken run': noSystem,
    'a run whose loss became NaN': { files: trainingLog([2.4, 'NaN', 'NaN', 'Infinity']) },
    'a run with hostile lines': { files: { 'predictions.jsonl': '{"output": 1}\n\u0000\n{"output": "\\ud800"}\n' } },
    'an empty folder': { files: Object.fromEntries(Object.keys(buildRun().contents).map((path) => [path, null])) },
  };
  for (const [name, overrides] of Object.entries(stories)) {
    it(`fits its schema and survives JSON: ${name}`, async () => {
      const report = await reportOf(overrides);
      const read: unknown = JSON.parse(JSON.stringify(report));
      expect(read).toEqual(report);
      expect(v.parse(v.strictObject(ReportSchema.entries), read)).toEqual(report);
      expect(report.checks.filter(({ outcome }) => outcome === 'crashed')).toEqual([]);
    });
  }

  it('is the same for the same files', async () => {
    expect(await reportOf(noSystem)).toEqual(await reportOf(noSystem));
  });

  it('has a gap in the curve where the loss was not a number', async () => {
    const report = await reportOf({ files: trainingLog([2.4, 'NaN', 'Infinity']) });
    expect(report.evidence.loss.map(({ loss }) => loss)).toEqual([2.4, null, null]);
  });

  it('thins a long curve and keeps its last point', async () => {
    const losses = Array.from({ length: 2500 }, (_, at) => 3 - at / 1000);
    const { loss } = (await reportOf({ files: trainingLog(losses) })).evidence;
    expect(loss.length).toBeLessThanOrEqual(1000);
    expect(loss.at(-1)?.step).toBe(2500);
  });

  it('lists probabilities between one half and one, by phase among the established', async () => {
    const { diagnoses } = await reportOf({ ...noSystem, labels: (ids) => ids, loraB: 0 });
    expect(diagnoses.length).toBeGreaterThan(2);
    for (const { probability } of diagnoses) expect(probability).toBeGreaterThanOrEqual(0.5);
    const established = diagnoses.filter(({ probability }) => probability >= 0.9).map(({ phase }) => phase);
    expect(established).toEqual([...established].sort());
  });

  it('leaves no placeholder in any sentence', async () => {
    const report = await reportOf({ ...noSystem, labels: (ids) => ids, loraB: 0, generation: { do_sample: true } });
    const sentences = report.checks.flatMap(({ findings }) =>
      findings.flatMap(({ what, why, fix }) => [what, why, fix]),
    );
    expect(sentences.length).toBeGreaterThan(6);
    for (const sentence of sentences) expect(sentence).not.toMatch(/\{\w+\}/);
  });

  it('says of a request that equals its training row nothing', async () => {
    const report = await reportOf({ ...whole, request: (example) => renderChatml(example).prompt });
    expect(report.evidence.differences).toEqual([]);
  });
});
