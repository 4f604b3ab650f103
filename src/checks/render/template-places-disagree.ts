import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'render/template-places-disagree',
  title: 'The places a chat template can live in agree with each other',
  severity: 'warning',
  phase: 'D',
  needs: ['templates'],
  messages: {
    differ: {
      what: '{first} and {second} in one folder hold different chat templates.',
      why: "transformers believes chat_template.jinja, llama.cpp's converter, Ollama and TGI believe tokenizer_config.json: the same folder renders two different prompts.",
      fix: 'Keep one of them: delete the stale copy, or save the tokenizer again with a current transformers, which writes chat_template.jinja and removes the key.',
    },
  },
  run({ templates }) {
    const usual = templates.places.filter((place) => place.name === 'default');
    for (const place of usual) {
      const other = usual.find(
        (one) => one.side === place.side && one !== place && one.source.trimEnd() !== place.source.trimEnd(),
      );
      if (other === undefined) continue;
      const places = [place, other].map(({ path }) => ({ kind: 'template' as const, path, line: 1 }));
      return {
        kind: 'fail',
        findings: [{ message: 'differ', data: { first: place.path, second: other.path }, places }],
      };
    }
    return { kind: 'pass', saw: `${usual.length} default chat template(s), no two in one folder that differ` };
  },
});
