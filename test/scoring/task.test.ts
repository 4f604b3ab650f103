import { describe, expect, it } from 'vitest';
import { parseClassPath } from '../../src/scoring/class-path.ts';
import { lookUpPath } from '../../src/scoring/look-up-path.ts';
import { parseTask } from '../../src/scoring/task.ts';

describe('task', () => {
  it('reads both spellings alike', () => {
    const value = { kind: 'classify', classes: ['safe', 'unsafe'], answer: 'json', classPath: '[0].label' };
    const { classes, classPath, ...rest } = value;
    expect(parseTask({ ...rest, labels: classes, label_path: classPath })).toEqual({ ok: true, value });
    expect(parseTask({ ...rest, classes, class_path: classPath })).toEqual({ ok: true, value });
    expect(parseTask(value)).toEqual({ ok: true, value });
  });

  it('infers the kind from what is listed', () => {
    expect(parseTask({ classes: [0, 1] })).toEqual({
      ok: true,
      value: { kind: 'classify', classes: ['0', '1'], answer: 'text' },
    });
    expect(parseTask({ schema: { properties: { id: {}, drug: {} } } })).toEqual({
      ok: true,
      value: { kind: 'extract', fields: ['id', 'drug'], schema: { properties: { id: {}, drug: {} } } },
    });
    expect(parseTask(undefined)).toEqual({ ok: true, value: { kind: 'free' } });
  });

  it('never drops a schema that it cannot score by', () => {
    const list = { type: 'array', items: { properties: { drug: {} } } };
    expect(parseTask({ schema: list })).toMatchObject({ ok: false, problem: { key: 'task.schema' } });
    expect(parseTask({ schema: list, fields: ['drug'] })).toMatchObject({ ok: true });
    expect(parseTask({ kind: 'free', schema: list })).toMatchObject({ ok: false, problem: { key: 'task.schema' } });
    expect(parseTask({ schema: { $ref: '#/$defs/Slip', $defs: { Slip: {} } } })).toMatchObject({
      ok: false,
      problem: { key: 'task.fields' },
    });
  });

  it.each([
    ['no classes', { kind: 'classify' }],
    ['an empty list', { kind: 'classify', classes: [] }],
    ['a class twice', { kind: 'classify', classes: ['a', 'a'] }],
    ['a broken path', { kind: 'classify', classes: ['a'], class_path: '[0' }],
    ['an unknown kind', { kind: 'rank' }],
    ['no fields', { kind: 'extract', fields: [] }],
    ['too many classes', { kind: 'classify', classes: Array.from({ length: 30_000 }, (_, i) => `c${i}`) }],
    ['a string', 'classify'],
  ])('refuses %s with a reason', (_, value) => {
    const read = parseTask(value);
    expect(read.ok).toBe(false);
    expect(read.ok ? '' : read.problem.reason).toMatch(/\w+ \w+/);
  });
});

describe('class path', () => {
  const find = (path: string, value: Parameters<typeof lookUpPath>[0]): unknown => {
    const read = parseClassPath(path);
    return read.ok ? lookUpPath(value, read.value) : read.problem.reason;
  };

  it.each([
    ['[0].label', [{ label: 'x' }]],
    ['a.b[1]', { a: { b: [0, 'x'] } }],
    ['$.a["b.c"]', { a: { 'b.c': 'x' } }],
    ["['it'][-1]", { it: [1, 'x'] }],
    ['', 'x'],
    ['$', 'x'],
  ])('%s finds its value', (path, value) => {
    expect(find(path, value)).toBe('x');
  });

  it.each(['[0', 'a..b', '[x]', 'a]'])('%s is not a path', (path) => {
    expect(parseClassPath(path).ok).toBe(false);
  });

  it('never leaves the data for the prototype', () => {
    expect(find('__proto__.polluted', {})).toBeUndefined();
    expect(find('constructor.name', {})).toBeUndefined();
    expect(find('length', ['a'])).toBeUndefined();
  });
});
