import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/render/display-width.ts';
import { renderTerminal } from '../../src/render/terminal.ts';
import { brokenReport, healthyReport } from '../support/sample-report.ts';
import { unsafeText } from '../support/unsafe-text.ts';

const reports = [
  ['broken', brokenReport],
  ['healthy', healthyReport],
] as const;
const plain = { width: 100, colour: false, details: false };
const COLOUR = /\x1b\[\d+m/g;

/** Undoes the wrapping, so that sentences can be looked for. */
function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

describe.each(reports)('%s report', (_, report) => {
  test.each([40, 60, 80, 140])('no line is wider than %i columns', (width) => {
    for (const details of [false, true]) {
      const lines = renderTerminal(report, { width, colour: false, details }).split('\n');
      expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
    }
  });

  test('without colour there is no escape sequence; with colour there are only colours, and the words are the same', () => {
    const bare = renderTerminal({ ...report, evidence: { ...report.evidence, rows: [] } }, plain);
    const coloured = renderTerminal(
      { ...report, evidence: { ...report.evidence, rows: [] } },
      { ...plain, colour: true },
    );
    expect(unsafeText(bare)).toBeUndefined();
    expect(coloured).toMatch(COLOUR);
    expect(coloured.replace(COLOUR, '')).toBe(bare);
  });

  test('nothing from files is printed raw, in either mode and with details', () => {
    const text = renderTerminal(report, { width: 80, colour: true, details: true });
    expect(unsafeText(text.replace(COLOUR, ''))).toBeUndefined();
  });

  test('the first lines say the verdict and the state of every clause in words', () => {
    const top = flat(renderTerminal(report, plain).split('\n').slice(0, 22).join('\n'));
    expect(top).toContain(report.verdict.toUpperCase());
    expect(top).toContain(report.headline);
    for (const clause of report.clauses) expect(top).toContain(`${clause.state} ${clause.title} ${clause.because}`);
  });
});

test('every failed check says what, why, fix and where', () => {
  const text = flat(renderTerminal(brokenReport, { ...plain, width: 60 }));
  const failed = brokenReport.checks.filter((check) => check.outcome === 'fail');
  for (const check of failed) {
    expect(text).toContain(`${check.severity} ${check.id}`);
    for (const finding of check.findings) expect(text).toContain(`why ${finding.why} fix ${finding.fix}`);
  }
  expect(text).toContain('at run/training_args.bin assistant_only_loss = False');
  expect(text).toContain('at run/chat_template.jinja:22');
});

test('causes are ranked with evidence for and against; advice that waits takes the place of the remedy', () => {
  const text = flat(renderTerminal(brokenReport, plain));
  expect(text).toContain('1. The loss covers system, user or template text 96 %');
  expect(text).toContain('against 38 of 60 training rows right');
  expect(text).toContain('open no inference/generation.json; would settle it');
  expect(text).toContain('withheld Two clauses are broken');
  expect(text).not.toContain('Train for more steps or at a higher rate');
  expect(text).toContain('Next step Capture the labels again');
});

test('a healthy report invents no cause, no step and no failure', () => {
  const text = renderTerminal(healthyReport, plain);
  for (const heading of ['Likely causes', 'Next step', 'Withheld', 'Failed checks', 'Without a verdict'])
    expect(text).not.toContain(heading);
  expect(text).toContain('0 failed, 6 passed');
});

test('supervised tokens stand in brackets without colour, and the others do not', () => {
  const healthy = renderTerminal(healthyReport, plain);
  expect(healthy).toMatch(/answer +\[\{"\] \[queue\] \[":"\] \[b\] \[illing\] \["\}\]/);
  expect(healthy).toMatch(/prompt +Sort ␣the ␣ticket … 286 tokens, 0 in the loss …/);
  expect(healthy).toMatch(/separator +⏎/);
  expect(renderTerminal(brokenReport, plain)).toContain('[Sort] [␣the] [␣ticket] … 286 tokens, 286 in the loss …');
});

test('supervised tokens are underlined with colour', () => {
  const text = renderTerminal(healthyReport, { ...plain, colour: true });
  expect(text).toContain('\x1b[4m\x1b[35mqueue');
  expect(text).not.toContain('\x1b[4m\x1b[35mSort');
});

test('the difference names both sides, and a lone space is visible', () => {
  const text = renderTerminal(brokenReport, plain);
  expect(text).toMatch(/- training +Sort the ticket/);
  expect(text).toMatch(/\+ request +You are a helpful assistant\.⏎/);
  expect(text).toMatch(/- training +␣\n/);
  expect(text).toContain('288 characters the same');
});

test('parse failures are columns of their own and classes keep their numbers', () => {
  const text = renderTerminal(brokenReport, plain);
  expect(text).toMatch(/gold .*no class +cut at length limit/);
  expect(text).toMatch(/2 technical +21 +40 +9 +4 +16 +6/);
  expect(text).toContain('95 of 240 (39.6 %)');
});

test('more classes than fit become a list of the worst pairs', () => {
  const rows = Array.from({ length: 40 }, (_, index) => `class-${index}`);
  const counts = rows.map((_, row) =>
    rows.map((_, column) => (row === column ? 9 : row === 3 && column === 7 ? 5 : 0)),
  );
  const scores =
    brokenReport.scores === null
      ? null
      : { ...brokenReport.scores, confusion: { rows, columns: rows, failures: [], counts } };
  const text = renderTerminal({ ...brokenReport, scores }, { ...plain, width: 60 });
  expect(text).toMatch(/5 +class-3 → class-7/);
});

test('checks without a verdict are grouped by the file that would settle them', () => {
  const text = flat(renderTerminal(brokenReport, plain));
  expect(text).toContain(
    'would settle it: inference/generation.json with the settings that were really sent (do_sample, temperature, eos_token_id) decode/sampling-on, decode/stop-token-unset',
  );
  expect(text).toContain('Lockstep has a bug here, please report it: TypeError');
});

test('details add passes, files and the loss curve', () => {
  const text = flat(renderTerminal(brokenReport, { ...plain, details: true }));
  expect(text).toContain('196 of 196 lora_B tensors are not zero');
  expect(text).toContain('unreadable evalData eval.jsonl: line 37');
  expect(text).toContain('225 0.310 0.930 0.680');
});
