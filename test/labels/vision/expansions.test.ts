import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readProcessor } from '../../../src/labels/vision/read-processor.ts';

type Measured =
  | [width: number, height: number, tokens: number, length: number, shown: string]
  | [number, number, { error: string }];
interface Case {
  readonly processor: Record<string, unknown>;
  readonly sizes?: readonly Measured[];
  readonly error?: string;
}

// Written by make_fixtures.py from the processors of transformers 5.18.0.
const cases = JSON.parse(readFileSync(new URL('expansions.json', import.meta.url), 'utf8')) as Case[];

function shown(text: string, tokens: readonly string[]): string {
  const [counted = ''] = tokens;
  const short = text.replace(
    new RegExp(`(?:${counted.replace(/[[\]|]/g, '\\$&')})+`, 'g'),
    (run) => `⟨${run.length / counted.length}⟩`,
  );
  return short.length < 260 ? short : `${short.slice(0, 60)}…${short.slice(-60)}`;
}

describe('images expand as in transformers', () => {
  it.each(cases.map((one) => [JSON.stringify(one.processor), one] as const))('%s', (_, { processor, sizes = [] }) => {
    const read = readProcessor(processor);
    if (!read.ok) throw new Error(read.problem.reason);
    expect(sizes.length).toBeGreaterThan(20);
    for (const [width, height, ...expected] of sizes) {
      const made = read.value.expand({ width, height });
      const got = made.ok
        ? [made.value.tokens, made.value.text.length, shown(made.value.text, read.value.countedTokens)]
        : [{ error: made.problem.type }];
      expect([width, height, ...got]).toEqual([width, height, ...expected]);
    }
  });
});
