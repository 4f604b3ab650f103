import { compileTemplate } from '../../chat-template/compile-template.ts';
import { unlessRefused } from '../../chat-template/unless-refused.ts';
import { PROBE_CONVERSATIONS } from '../../evidence/probe-conversations.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { defineCheck } from '../define-check.ts';

/** Days that differ in every part of a date: year, month, day, weekday. */
const DAYS = [new Date(Date.UTC(2024, 6, 26)), new Date(Date.UTC(2031, 0, 2))] as const;
/** Characters of a line that are shown. */
const SHOWN = 60;

export default defineCheck({
  id: 'render/template-time-dependent',
  title: 'The trained chat template writes the same prompt every day',
  severity: 'note',
  phase: 'D',
  needs: ['templateProbes'],
  uses: ['tokenizer'],
  messages: {
    clock: {
      what: '{path} writes the day into the prompt: `{one}` on 26 July 2024, `{other}` on 2 January 2031.',
      why: 'Every prompt at inference has another date than the rows that were trained on, and a test that passes today may fail next month.',
      fix: "Write a fixed date into the template's date variable (Llama 3 takes `date_string`), the same in training and at inference.",
    },
  },
  run({ templateProbes, tokenizer }) {
    const trained = templateProbes.probes.find(({ side }) => side === 'run');
    if (trained === undefined) return { kind: 'not-applicable', because: 'the training folder has no chat template' };
    const { path, source } = trained.place;
    if (trained.outcome.state === 'failed')
      return { kind: 'unknown', because: `${path} could not be rendered: ${trained.outcome.reason}` };
    if (!trained.outcome.probe.timeDependent) return { kind: 'pass', saw: `${path} does not read the clock` };
    for (const probe of PROBE_CONVERSATIONS) {
      const [one, other] = DAYS.map((now) =>
        unlessRefused(
          () =>
            compileTemplate(source, { now }).render({ ...probe.input, specialTokens: tokenizer?.specialTokens ?? {} })
              .text,
        ),
      );
      if (one === undefined || other === undefined || one === other) continue;
      let at = 0;
      while (one[at] === other[at]) at += 1;
      const data = { path, one: lineAt(one, at), other: lineAt(other, at) };
      return { kind: 'fail', findings: [{ message: 'clock', data, places: [{ kind: 'template', path, line: 1 }] }] };
    }
    return { kind: 'pass', saw: `${path} reads the clock, and no probe conversation shows it` };
  },
});

function lineAt(text: string, at: number): string {
  const start = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
  return excerpt(text.slice(start).split('\n')[0] ?? '', SHOWN);
}
