import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../src/chat-template/compile-template.ts';
import { TemplateError } from '../../src/chat-template/template-error.ts';

interface Snippet {
  readonly t: string;
  readonly text?: string;
  readonly spans?: readonly (readonly number[])[];
  readonly error?: string;
}

// Written by transformers 5.18 with jinja2 3.1.6: a hand-made list, then random expressions and statements over the same variables.
const fixture: { readonly variables: Readonly<Record<string, unknown>>; readonly cases: readonly Snippet[] } =
  JSON.parse(readFileSync(new URL('fixtures/snippets.json', import.meta.url), 'utf8'));
const now = new Date(2026, 0, 15, 9, 30, 0);

function outcome(source: string): Omit<Snippet, 't'> {
  try {
    const { text, generationSpans } = compileTemplate(source, { now }).render({
      messages: [],
      variables: fixture.variables,
    });
    return { text, ...(generationSpans.length > 0 ? { spans: generationSpans } : {}) };
  } catch (error) {
    if (error instanceof TemplateError) return { error: error.pythonType };
    throw error;
  }
}

describe('what jinja2 made of snippets', () => {
  it('is what this engine makes of them: text, spans, error or not', () => {
    const wrong = fixture.cases.filter(({ t, ...expected }) => {
      const got = outcome(t);
      return expected.error === undefined ? JSON.stringify(got) !== JSON.stringify(expected) : got.error === undefined;
    });
    expect(wrong.map(({ t }) => t)).toEqual([]);
    expect(fixture.cases.length).toBeGreaterThan(500);
  });

  it('names the same error class in at least 98 % of the errors', () => {
    const errors = fixture.cases.filter(({ error }) => error !== undefined);
    const same = errors.filter(({ t, error }) => outcome(t).error === error);
    expect(same.length / errors.length).toBeGreaterThanOrEqual(0.98);
  });

  it('comes in segments that make up the text, one after the other', () => {
    for (const { t, text } of fixture.cases) {
      if (text === undefined) continue;
      const rendering = compileTemplate(t, { now }).render({ messages: [], variables: fixture.variables });
      const { segments } = rendering;
      expect(segments.map(({ start, end }) => rendering.text.slice(start, end)).join('')).toBe(text);
      segments.forEach(({ start }, index) => expect(start).toBe(segments[index - 1]?.end ?? 0));
    }
  });
});
