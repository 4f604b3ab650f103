import { describe, expect, it } from 'vitest';
import { causes } from '../../src/causes/registry.ts';
import { renderHtml } from '../../src/render/html.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { renderTerminal } from '../../src/render/terminal.ts';
import { defaultExamples } from '../support/run-builder.ts';
import { reportOf } from '../support/stories.ts';
import { baseAnswer, basePredictions } from '../support/stories-answers.ts';
import { lossLog, type Story } from '../support/stories-build.ts';

/** The base model answered. Why it did (the adapter was not loaded, or its keys fit nothing) only the base model's weights show. */
const baseAnswered: Story = {
  output: (example) => ({ text: baseAnswer(example) }),
  files: { 'predictions.base.jsonl': basePredictions(defaultExamples(), baseAnswer) },
  log: lossLog([2.4, 0.3, 0.004, 0.003, 0.002]),
};
const withoutBase: Story = { ...baseAnswered, without: ['base/'] };

describe('causes that leave the same traces', () => {
  it('are told apart where the evidence is there', async () => {
    const report = await reportOf(baseAnswered);
    expect(report.diagnoses[0]?.cause).toBe('adapter/not-applied');
    expect(report.undecided).toBeUndefined();
  });

  it('are not named one before the other where it is missing', async () => {
    const report = await reportOf(withoutBase);
    expect(report.diagnoses).toEqual([]);
    expect(report.undecided).toHaveLength(1);
    const [open] = report.undecided ?? [];
    expect(open?.causes.map(({ cause }) => cause)).toEqual(['adapter/not-applied', 'adapter/keys-unmatched']);
    expect(open?.settle).toContain('--base');
    expect(report.headline).toContain('The evidence does not separate');
    expect(report.next).toMatchObject({ settles: ['adapter/not-applied', 'adapter/keys-unmatched'] });
  });

  it('leave a clause broken that is broken by either', async () => {
    const { clauses } = await reportOf(withoutBase);
    expect(clauses.find(({ id }) => id === 'adapter-active')?.state).toBe('broken');
  });

  it('are shown by every renderer, with what would tell them apart', async () => {
    const report = await reportOf(withoutBase);
    const plain = { width: 100, colour: false, unicode: true, details: false };
    const pages = [renderTerminal(report, plain), renderMarkdown(report), renderHtml(report)];
    for (const page of pages) {
      expect(page).toMatch(/evidence does not separate these/i);
      expect(page.replace(/\s+/g, ' ')).toContain('Adapter keys name modules that the base does not have');
      expect(page).toContain('lockstep check . --base /path/to/base');
    }
  });
});

describe('rivals', () => {
  const rivals = causes.flatMap((cause) => {
    const named = 'rivals' in cause ? cause.rivals : [];
    return named.map((rival) => ({ of: cause.id, rival }));
  });

  it('are causes of their own', () => {
    const ids = new Set<string>(causes.map(({ id }) => id));
    expect(rivals.length).toBeGreaterThan(0);
    for (const { of, rival } of rivals) {
      expect(ids.has(rival.cause), `${of} has the rival ${rival.cause}`).toBe(true);
      expect(rival.cause).not.toBe(of);
    }
  });
});
