import { ggufComparison } from '../../evidence/derive/gguf-comparison.ts';
import { turnEndId } from '../../evidence/derive/turn-end-id.ts';
import { winningPlace } from '../../evidence/derive/winning-place.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'render/gguf-differs',
  title: 'The GGUF has the tokens, special ids and chat template that were trained with',
  severity: 'warning',
  phase: 'D',
  needs: ['sideFiles', 'tokenizer', 'templates'],
  messages: {
    differs: {
      what: '{path}, {aspect}: {saw}',
      why: '{why}',
      fix: '{fix}',
    },
  },
  run({ sideFiles: { ggufs }, tokenizer, templates }) {
    if (ggufs.length === 0) return { kind: 'not-applicable', because: 'the served folder holds no GGUF file' };
    const template = winningPlace(templates.places, 'run') ?? winningPlace(templates.places, 'base');
    const end = template === undefined ? undefined : turnEndId(template.source, tokenizer);
    const origin = {
      // The merges are in tokenizer.json alone; `lockstep diff` reads them.
      source: { tokenizer, merges: undefined },
      endsAnswers: end === undefined ? [] : [end],
      ...(template === undefined ? {} : { template }),
    };
    const aspects = ggufs.flatMap((gguf) =>
      ggufComparison(gguf, origin).map((aspect) => ({ path: gguf.path, aspect })),
    );
    const findings = aspects.flatMap(({ path, aspect }) => {
      if (aspect.state !== 'differs') return [];
      const { aspect: name, saw, why, fix } = aspect;
      const places = [{ kind: 'file' as const, path }];
      return [{ message: 'differs' as const, data: { path, aspect: name, saw, why, fix }, places }];
    });
    const [first, ...others] = findings;
    if (first !== undefined) return { kind: 'fail', findings: [first, ...others] };
    const equal = aspects.filter(({ aspect }) => aspect.state === 'equal').length;
    return {
      kind: 'pass',
      saw: `${equal} of ${aspects.length} aspects of ${ggufs.length} GGUF file(s) are equal, none differs`,
    };
  },
});
