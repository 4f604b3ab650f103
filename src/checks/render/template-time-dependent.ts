import { compileTemplate } from '../../chat-template/compile-template.ts';
import { unlessRefused } from '../../chat-template/unless-refused.ts';
import { PROBE_CONVERSATIONS, type ProbeConversation } from '../../evidence/probe-conversations.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { defineCheck } from '../define-check.ts';

/** Days that differ in every part of a date: year, month, day, weekday. */
const DAYS = [new Date(Date.UTC(2024, 6, 26)), new Date(Date.UTC(2031, 0, 2))] as const;
/** Characters kept before the date. */
const CONTEXT = 24;

export default defineCheck({
  id: 'render/template-time-dependent',
  title: 'The trained chat template writes the same prompt every day',
  severity: 'note',
  phase: 'D',
  needs: ['templateProbes'],
  messages: {
    clock: {
      what: "{path} writes today's date: `{one}` becomes `{other}`.",
      why: 'Every prompt at inference has another date than the rows that were trained on, and a test that passes today may fail next month.',
      fix: "Write a fixed date into the template's date variable (Llama 3 takes `date_string`), the same in training and at inference.",
    },
  },
  run({ templateProbes }) {
    const trained = templateProbes.probes.find(({ side }) => side === 'run');
    if (trained === undefined) return { kind: 'not-applicable', because: 'the training folder has no chat template' };
    const { path, source } = trained.place;
    if (trained.outcome.state === 'failed')
      return { kind: 'unknown', because: `${path} could not be rendered: ${trained.outcome.reason}` };
    if (!trained.outcome.probe.timeDependent) return { kind: 'pass', saw: `${path} does not read the clock` };
    for (const probe of PROBE_CONVERSATIONS) {
      const [one, other] = DAYS.map((day) => rendered(source, probe, day));
      if (one === undefined || other === undefined || one === other) continue;
      let at = 0;
      while (one[at] === other[at]) at += 1;
      const [from, shown] = [Math.max(0, at - CONTEXT), (text: string) => excerpt(text, 2 * CONTEXT)];
      const data = { path, one: shown(one.slice(from)), other: shown(other.slice(from)) };
      return { kind: 'fail', findings: [{ message: 'clock', data, places: [{ kind: 'template', path, line: 1 }] }] };
    }
    return { kind: 'pass', saw: `${path} reads the clock, and no probe conversation shows it` };
  },
});

function rendered(source: string, { input }: ProbeConversation, now: Date): string | undefined {
  return unlessRefused(() => compileTemplate(source, { now }).render(input).text);
}
