import type { DifferenceCluster } from '../../evidence/label-facts.ts';
import { countOf } from '../../lib/count-of.ts';
import { isMany } from '../../lib/is-many.ts';
import { defineCheck } from '../define-check.ts';

const WHY =
  'The capture is what was trained on. Files that predict something else are not the ones that the run used, or something that leaves no file (a collator or a formatting function of your own) changed the rows; whoever trains again from these files gets another model.';

export default defineCheck({
  id: 'labels/capture-differs-from-prediction',
  title: 'The captured rows are what the trainer makes of the data',
  severity: 'note',
  phase: 'C',
  needs: ['labelFacts'],
  messages: {
    labels: {
      what: '{rows} have the tokens that TRL {version} makes of their data row, but other labels: {region} tokens {state} in the capture.',
      why: WHY,
      fix: 'Look for a data collator of your own, or another completion_only_loss or assistant_only_loss than that of the saved arguments; lockstep labels tries them.',
    },
    tokens: {
      what: '{rows} have other tokens than TRL {version} makes of their data row, first inside the {region}.',
      why: WHY,
      fix: 'Compare tokenizer, chat template and data with those of the training machine; lockstep labels shows the first difference of each row.',
    },
    length: {
      what: '{rows} begin as TRL {version} makes them of their data row, and {state}.',
      why: WHY,
      fix: 'Look for another max_length than that of the saved arguments, or for packing; lockstep labels tries them.',
    },
    unexpected: {
      what: '{rows} were trained on, although TRL {version} would {state} their data row with these settings.',
      why: WHY,
      fix: 'Compare settings, tokenizer, chat template and data with those of the training machine.',
    },
  },
  run({ labelFacts }) {
    const { outcome, basis, trainer } = labelFacts;
    if (outcome.kind !== 'predicted')
      return { kind: 'not-applicable', because: 'no labels were predicted that a capture could be compared with' };
    const { agreement } = outcome.labels;
    if (agreement.kind === 'no-capture') return { kind: 'not-applicable', because: 'there is no capture' };
    if (agreement.kind === 'not-comparable') return { kind: 'unknown', because: agreement.because };
    const { rows, same, differences } = agreement;
    const [first] = differences;
    if (first === undefined || !isMany(rows - same, rows))
      return { kind: 'pass', saw: `${countOf(same, rows, 'captured rows')} are token for token what was predicted` };
    if (basis !== 'exact') {
      const because = `${countOf(rows - same, rows, 'captured rows')} differ from the prediction, but TRL ${trainer.version} was not run beside Lockstep, so either may be wrong`;
      return { kind: 'unknown', because };
    }
    const shared = { rows: countOf(first.rows, rows, 'captured rows'), version: trainer.version };
    const places = [{ kind: 'file' as const, path: agreement.path, line: first.line }];
    const { message, data } = shown(first);
    return { kind: 'fail', findings: [{ message, data: { ...shared, ...data }, places }] };
  },
});

interface Shown {
  readonly message: 'labels' | 'tokens' | 'length' | 'unexpected';
  readonly data: Readonly<Record<string, string>>;
}

function shown({ difference }: DifferenceCluster): Shown {
  switch (difference.kind) {
    case 'labels': {
      const state = difference.captured === 'supervised' ? 'get loss' : 'get no loss';
      return { message: 'labels', data: { region: difference.region, state } };
    }
    case 'ids':
      return { message: 'tokens', data: { region: difference.region } };
    case 'length':
      return { message: 'length', data: { state: difference.captured === 'shorter' ? 'end earlier' : 'go on' } };
    case 'not-predicted':
      return { message: 'unexpected', data: { state: difference.because === 'dropped' ? 'drop' : 'stop at' } };
  }
}
