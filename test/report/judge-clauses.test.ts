import { describe, expect, it } from 'vitest';
import { judgeClauses } from '../../src/causes/judge-clauses.ts';
import type { CheckId } from '../../src/checks/registry.ts';
import type { CheckOutcome } from '../../src/checks/run-checks.ts';
import type { ArtifactName } from '../../src/evidence/artifacts.ts';
import { failed, passed, results, unknown } from '../support/check-results.ts';

const seen: Partial<Record<CheckId, CheckOutcome>> = {
  'decode/sampling-enabled': passed('do_sample=false'),
  'decode/prompt-included': passed('0 of 20 outputs begin with their prompt'),
  'decode/stop-set-incomplete': passed('token 7 ends answers and stops decoding'),
};

function scoring(more: Partial<Record<CheckId, CheckOutcome>>) {
  return judgeClauses(results({ ...seen, ...more })).find(({ id }) => id === 'honest-scoring');
}

describe('a clause', () => {
  it('holds when each thing that it needs was seen, and says what was seen', () => {
    expect(scoring({})).toMatchObject({
      state: 'holds',
      because: 'do_sample=false; 0 of 20 outputs begin with their prompt; token 7 ends answers and stops decoding',
    });
  });

  it('never holds by absence: one unseen thing leaves it unknown and says what would show it', () => {
    const clause = scoring({ 'decode/sampling-enabled': unknown('generation.json says neither') });
    expect(clause).toMatchObject({ state: 'unknown', because: 'generation.json says neither' });
    expect(clause?.settle).toContain('inference/generation.json');
  });

  it('takes either of two checks as proof of the same thing', () => {
    const other = { 'decode/stop-set-incomplete': unknown('no eos_token_id') } as const;
    expect(scoring(other)).toMatchObject({ state: 'unknown', because: 'no eos_token_id' });
    expect(scoring({ ...other, 'decode/end-of-turn-passed': passed() })).toMatchObject({ state: 'holds' });
  });

  it('is broken by one critical failure, whatever else passed', () => {
    expect(scoring({ 'scoring/valid-answer-rejected': failed('rejected') })).toMatchObject({
      state: 'broken',
      because: 'scoring/valid-answer-rejected',
    });
  });

  it('is not broken by a warning, nor by a critical failure of another clause', () => {
    expect(scoring({ 'decode/output-unended': failed('unended') })).toMatchObject({ state: 'holds' });
    expect(scoring({ 'adapter/update-zero': failed('untrained') })).toMatchObject({ state: 'holds' });
  });

  it('does not take a check that does not apply or crashed for proof', () => {
    const because = 'not an evaluation';
    expect(scoring({ 'decode/prompt-included': { kind: 'not-applicable', because } })).toMatchObject({
      state: 'unknown',
      because,
    });
    expect(scoring({ 'decode/prompt-included': { kind: 'crashed', reason: 'TypeError' } })).toMatchObject({
      state: 'unknown',
      because: 'decode/prompt-included crashed',
    });
  });

  it('is one of four, in the order of work, also when nothing ran', () => {
    const clauses = judgeClauses([]);
    expect(clauses.map(({ id }) => id)).toEqual([
      'adapter-active',
      'answer-only-loss',
      'same-rendering',
      'honest-scoring',
    ]);
    for (const clause of clauses) {
      expect(clause.state).toBe('unknown');
      expect(clause.settle).toBeTruthy();
      expect(clause.because).toBe('nothing that would show it was found');
    }
  });
});

describe('a clause that waits for a file', () => {
  const because = 'no tokenizer.json';
  const blocked = (...by: ArtifactName[]): CheckOutcome => ({ kind: 'blocked', by, because });
  const settle = (...unread: ArtifactName[]) => {
    const checks = results({
      'evidence/token-unknown': blocked(...unread),
      'labels/prompt-supervised': blocked('trainedRows'),
      'render/role-markers-differ': blocked('promptComparison'),
    });
    return judgeClauses(checks).flatMap(({ id, settle: step = '' }) => (id === 'same-rendering' ? [step] : []))[0];
  };

  it('asks for the tokenizer where captured rows are there and cannot be read', () => {
    expect(settle('tokenizer')).toMatch(/tokenizer\.json/);
    expect(settle('tokenizer')).not.toMatch(/capture/);
  });

  it('asks for a capture where there is none, and for both where both are missing', () => {
    expect(settle('capture')).toMatch(/capture\/batches\.jsonl/);
    expect(settle('capture')).not.toMatch(/tokenizer\.json/);
    expect(settle('capture', 'tokenizer')).toMatch(/tokenizer\.json.*capture\/batches\.jsonl/);
  });
});
