import { expect } from 'vitest';
import check from '../../../src/checks/render/gguf-differs.ts';
import type { GgufModel } from '../../../src/evidence/gguf-model.ts';
import { gatherGguf } from '../../../src/gather/gguf.ts';
import { memoryFiles } from '../../../src/source/memory.ts';
import { byteGguf, byteTokens } from '../../support/byte-gguf.ts';
import { checkTester } from '../../support/check-tester.ts';
import { chatmlTemplate, templatePlace } from '../../support/evidence-builders.ts';
import { evidenceTokenizer } from '../../support/evidence-tokenizer.ts';
import { gatheredValue } from '../../support/gathered-value.ts';
import { gguf, type WritableGgufValue } from '../../support/gguf.ts';

async function model(keys: Readonly<Record<string, WritableGgufValue | null>> = {}): Promise<GgufModel> {
  const bytes = byteGguf(keys);
  const files = memoryFiles({ 'model.gguf': bytes });
  return gatheredValue(await gatherGguf({ files, path: 'model.gguf', shown: 'merged/model.gguf', size: bytes.length }));
}

const served = (...ggufs: readonly GgufModel[]) => ({
  sideFiles: { models: [], images: [], ggufs },
  tokenizer: evidenceTokenizer(),
  templates: { places: [templatePlace('run', chatmlTemplate)] },
});
const swapped = byteTokens.map((token, id) => (id === 65 ? 'B' : id === 66 ? 'A' : token));

checkTester(check, {
  passes: {
    'converted from the training folder': served(await model()),
    'two quantisations of it': served(await model(), await model({ 'general.file_type': gguf.u32(7) })),
  },
  fails: {
    'two tokens swapped': {
      given: served(
        await model({ 'general.name': gguf.string('Swapped'), 'tokenizer.ggml.tokens': gguf.strings(swapped) }),
      ),
      finds: [{ message: 'differs', data: { aspect: 'vocabulary', saw: expect.stringMatching(/^2 of 259 ids/) } }],
    },
    'a stale template': {
      given: served(await model({ 'tokenizer.chat_template': gguf.string('{{ messages[0].content }}') })),
      finds: [{ message: 'differs', data: { aspect: 'chat-template', path: 'merged/model.gguf' } }],
    },
  },
  notApplicable: { 'no GGUF': served() },
});
