import { countOf } from '../../lib/count-of.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'evidence/token-unknown',
  title: 'All token ids are in the vocabulary',
  severity: 'warning',
  phase: 'A',
  needs: ['capture', 'tokenizer'],
  messages: {
    unknown: {
      what: '{rows} contain ids that the tokenizer in {tokenizer} does not have, for example {id} (it has ids below {size}).',
      why: 'The capture was made with another tokenizer than the one saved, or is damaged: what the ids say cannot be trusted.',
      fix: 'Put the tokenizer that training used beside the adapter (tokens added after loading must be saved too), or capture again.',
    },
  },
  run({ capture, tokenizer }) {
    const size = tokenizer.tokenizer.vocabSize;
    const bad = capture.rows.filter((row) => row.ids.some((id) => id < 0 || id >= size));
    const [first] = bad;
    if (first === undefined)
      return { kind: 'pass', saw: `all ids of ${capture.rows.length} captured rows are below ${size}` };
    const id = first.ids.find((one) => one < 0 || one >= size) ?? -1;
    const places = bad.slice(0, 3).map((row) => ({ kind: 'file' as const, path: capture.path, line: row.line }));
    return {
      kind: 'fail',
      findings: [
        {
          message: 'unknown',
          data: {
            rows: countOf(bad.length, capture.rows.length, 'captured rows'),
            tokenizer: tokenizer.path,
            id,
            size,
          },
          places,
        },
      ],
    };
  },
});
