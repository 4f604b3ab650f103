import { usualEndOfTurn } from '../../evidence/views/usual-end-of-turn.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'decode/stop-token-unlisted',
  title: 'The files that servers read stop at the token that ends trained answers',
  severity: 'warning',
  phase: 'E',
  needs: ['generationConfigs', 'trainedRows', 'tokenizer'],
  messages: {
    unlisted: {
      what: 'Trained answers end with {token}. {paths} stops at {stops}, and the tokenizer names {eos} as its EOS.',
      why: 'transformers stops at eos_token_id of generation_config.json, vLLM and SGLang at that and the EOS of the tokenizer, a GGUF at one EOS id: none of them is the token that the model learned to end with, so answers run on.',
      fix: 'Add the id to eos_token_id in the generation_config.json that is served, or make the token the eos_token of the tokenizer before you export.',
    },
  },
  run({ generationConfigs, trainedRows, tokenizer: { tokenizer, specialTokens } }) {
    const end = usualEndOfTurn(trainedRows);
    if (end === undefined) return { kind: 'unknown', because: 'no captured row shows which token ends an answer' };
    const served = generationConfigs.files.filter(({ side }) => side === 'served');
    const files = (served.length > 0 ? served : generationConfigs.files).filter(
      (file) => file.eosTokenIds !== undefined,
    );
    const [first] = files;
    if (first === undefined)
      return { kind: 'unknown', because: 'no generation_config.json says at which tokens decoding stops' };
    const stops = [...new Set(files.flatMap((file) => file.eosTokenIds ?? []))];
    const eos = specialTokens.eos_token;
    const named = (id: number) => `${tokenizer.tokenText(id) ?? 'an unknown token'} (${id})`;
    if (stops.includes(end))
      return { kind: 'pass', saw: `${named(end)} ends answers and is in eos_token_id of ${first.path}` };
    if (eos !== undefined && tokenizer.tokenId(eos) === end)
      return { kind: 'pass', saw: `${named(end)} ends answers and is the EOS of the tokenizer` };
    const places = files.map(({ path, eosTokenIds = [] }) => ({
      kind: 'setting' as const,
      path,
      key: 'eos_token_id',
      value: eosTokenIds.join(', '),
    }));
    const data = {
      token: named(end),
      paths: files.map(({ path }) => path).join(' and '),
      stops: stops.map(named).join(', ') || 'no token',
      eos: eos ?? 'no token',
    };
    return { kind: 'fail', findings: [{ message: 'unlisted', data, places }] };
  },
});
