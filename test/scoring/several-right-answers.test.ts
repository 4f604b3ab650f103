import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/formats/json-value.ts';
import { classifyFailure } from '../../src/scoring/failures/classify-failure.ts';
import { failureContext } from '../../src/scoring/failures/failure-context.ts';
import { scorePredictions } from '../../src/scoring/score-predictions.ts';
import { scoreRow } from '../../src/scoring/score-row.ts';
import type { Task } from '../../src/scoring/task.ts';

const SLIP: Task = { kind: 'extract', fields: ['drug', 'dose'] };
const LADDER: Task = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'text' };
const FREE: Task = { kind: 'free' };
const right = (task: Task, output: string, gold: JsonValue): boolean | null =>
  scoreRow({ id: '1', output, gold }, task).correctOurs;

describe('gold that accepts several values', () => {
  const brand = { $oneOf: ['acetaminophen', 'paracetamol'] };

  it('of one field is full marks for each of them by every measure', () => {
    for (const drug of brand.$oneOf) {
      const output = JSON.stringify({ drug, dose: '5 mg' });
      const { correctOurs, document } = scoreRow({ id: '1', output, gold: { drug: brand, dose: '5 mg' } }, SLIP);
      expect(correctOurs).toBe(true);
      expect(document).toEqual({
        anlsStar: 1,
        anlsStarUpstream: 1,
        donutAccuracy: 1,
        donutFields: { right: 2, wrong: 0 },
      });
    }
  });

  it('may be whole documents, of which an answer is held to the one it is most like', () => {
    const gold = {
      $oneOf: [
        { drug: 'Aspirin', dose: '100 mg' },
        { drug: 'Ibuprofen', dose: '400 mg' },
      ],
    };
    expect(right(SLIP, '{"drug":"Ibuprofen","dose":"400 mg"}', gold)).toBe(true);
    const { fields } = scoreRow({ id: '1', output: '{"drug":"Ibuprofen","dose":"40 mg"}', gold }, SLIP);
    expect(fields.map(({ outcome }) => outcome)).toEqual(['TP', 'FD']);
    expect(right(SLIP, '{"drug":"Ibuprofen","dose":"100 mg"}', gold)).toBe(false);
  });

  it('of a class takes any of them, and nothing else', () => {
    const either = { $oneOf: ['safe', 'unsafe'] };
    const four: Task = { ...LADDER, classes: ['safe', 'unsafe', 'unclear', 'hidden'] };
    expect(right(four, 'unsafe', either)).toBe(true);
    expect(right(four, 'hidden', either)).toBe(false);
    const { goldClass } = scoreRow({ id: '1', output: 'unsafe', gold: either }, four);
    expect(goldClass).toBe('unsafe');
  });

  it('of a free text may be a list, as in DocVQA, and what is near one of them is measured by that one', () => {
    const gold = ['Paris', 'City of Paris'];
    expect(right(FREE, 'City of Paris', gold)).toBe(true);
    expect(right(FREE, 'Rome', gold)).toBe(false);
    expect(scoreRow({ id: '1', output: 'City of Pariss', gold }, FREE).similarity).toBeCloseTo(13 / 14, 10);
    const failure = classifyFailure({ id: '1', output: 'City of Pariss', gold }, failureContext({ task: FREE }));
    expect(failure.codes).toEqual(['near-miss']);
  });
});

describe('gold that is no text', () => {
  it('is judged as JSON writes it, truth values as Python does too', () => {
    expect(right(FREE, '42', 42)).toBe(true);
    expect(right(FREE, '43', 42)).toBe(false);
    expect(right(FREE, 'True', true)).toBe(true);
    expect(right(FREE, 'False', true)).toBe(false);
    expect(right(FREE, 'anything', { unreadable: 1 })).toBeNull();
  });

  it('may be nothing: then an empty answer is the right one everywhere', () => {
    const card = scorePredictions({ predictions: [{ id: '1', output: '', gold: '' }], task: FREE });
    expect(card.overall).toMatchObject({
      ours: { count: 1, of: 1 },
      oursParseable: { count: 1, of: 1 },
    });
    expect(card.overall.funnel.map(({ passed }) => passed.count)).toEqual(card.overall.funnel.map(() => 1));
  });
});

describe('numbers beside texts', () => {
  const dose = (answer: string, gold: JsonValue): boolean | null =>
    right({ ...SLIP, fields: ['dose'] }, `{"dose":${answer}}`, { dose: gold });

  it('are the same where the text is the number, zeros of a price and all', () => {
    expect(dose('12.50', '12.50')).toBe(true);
    expect(dose('"5.0"', 5)).toBe(true);
    expect(dose('12.5', '12.55')).toBe(false);
    expect(dose('7', '007')).toBe(false);
    expect(dose('"12.50"', '12.5')).toBe(false);
  });

  it('that no double holds equal nothing', () => {
    expect(dose('1e999', '1e999')).toBe(false);
    expect(dose('1e999', 'Infinity')).toBe(false);
    expect(dose('1e999', Number.POSITIVE_INFINITY)).toBe(false);
    expect(dose('12345678901234567', '12345678901234568')).toBe(false);
  });
});

describe('a free text without a finish reason', () => {
  const codes = (output: string, gold: string): readonly string[] =>
    classifyFailure({ id: '1', output, gold }, failureContext({ task: FREE })).codes;

  it('was cut where it breaks off inside a word of the right answer', () => {
    expect(codes('The ladder stands on a wet fl', 'The ladder stands on a wet floor near the door.')).toEqual(['cut']);
  });

  it('was not where it is a shorter answer, lacks a full stop, or is another word', () => {
    expect(codes('Paris', 'Paris, France')).not.toContain('cut');
    expect(codes('The ladder stands on a wet floor', 'The ladder stands on a wet floor.')).not.toContain('cut');
    expect(codes('hazard', 'hazardous')).not.toContain('cut');
    expect(codes('東京', '東京都')).not.toContain('cut');
  });
});
