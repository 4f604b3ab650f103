import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RowValue } from '../../../src/formats/row-value.ts';
import { NO_CHAT_ARGUMENTS } from '../../../src/labels/trl/no-chat-arguments.ts';
import { createTemplates } from '../../../src/labels/trl/templates.ts';
import { encodeProcessorChat } from '../../../src/labels/vision/encode-processor-chat.ts';
import { readProcessor } from '../../../src/labels/vision/read-processor.ts';
import { loadTokenizer } from '../../../src/tokenizer/load-tokenizer.ts';

type Runs = readonly (number | [number, number])[];
interface Block {
  readonly family: string;
  readonly processor: Record<string, unknown>;
  readonly tokenizer: unknown;
  readonly template: string;
  readonly chats: readonly [chat: RowValue, generationPrompt: boolean, expected: string | [ids: Runs, mask: Runs]][];
}

// Written by make_fixtures.py from TRL's `_tokenize` with the processors of transformers 5.18.0.
const blocks = JSON.parse(readFileSync(new URL('text-only.json', import.meta.url), 'utf8')) as Block[];
const expanded = (runs: Runs) =>
  runs.flatMap((run) => (typeof run === 'number' ? [run] : Array.from({ length: run[1] }, () => run[0])));

describe.each(blocks)('conversations without images through $family', ({ chats, processor, template, tokenizer }) => {
  const read = readProcessor(processor);
  const encoder = {
    tokenizer: loadTokenizer({ tokenizerJson: tokenizer }),
    templates: createTemplates(template, template),
    specialTokens: { bos_token: '<bos>', eos_token: '<|im_end|>', pad_token: '<pad>' },
    addsSpecialTokens: false,
  };
  const request = {
    arguments: NO_CHAT_ARGUMENTS,
    wantsMask: true,
  };

  it.each(chats)('%j, generation prompt %s', (messages, addGenerationPrompt, expected) => {
    if (!read.ok) throw new Error(read.problem.reason);
    const encoded = encodeProcessorChat(read.value, encoder, { ...request, messages, addGenerationPrompt });
    if (typeof expected === 'string') {
      expect(encoded.ok ? encoded.value : encoded.problem.type).toBe(expected);
      return;
    }
    if (!encoded.ok) throw new Error(encoded.problem.message);
    expect(encoded.value.ids).toEqual(expanded(expected[0]));
    expect([...(encoded.value.assistant?.mask ?? [])]).toEqual(expanded(expected[1]));
    const unmasked = encodeProcessorChat(read.value, encoder, {
      ...request,
      messages,
      addGenerationPrompt,
      wantsMask: false,
    });
    expect(unmasked.ok && unmasked.value.ids).toEqual(expanded(expected[0]));
  });
});
