import { predictionPlaces } from '../../evidence/views/prediction-places.ts';
import { countOf } from '../../lib/count-of.ts';
import { excerpt } from '../../lib/excerpt.ts';
import { isMany } from '../../lib/is-many.ts';
import { visibleLines } from '../../lib/visible-lines.ts';
import { findRepetition } from '../../scoring/find-repetition.ts';
import { defineCheck } from '../define-check.ts';

export default defineCheck({
  id: 'decode/output-repeats',
  title: 'Outputs do not end in a loop',
  severity: 'warning',
  phase: 'E',
  needs: ['predictions'],
  messages: {
    loops: {
      what: '{outputs} end in a loop, for example `{turn}` {turns} times.',
      why: 'A loop is what a model does that does not know how to stop, or whose weights are damaged; the answer before it may be right.',
      fix: 'See whether the end-of-turn token gets loss and stops decoding before trying a repetition penalty: a penalty hides the cause and changes right answers too.',
    },
  },
  run({ predictions }) {
    const rows = predictions.rows.filter((row) => row.output !== '');
    if (rows.length === 0) return { kind: 'unknown', because: 'all outputs are empty' };
    // Tables and lists of zeros repeat rightly, and then their targets do too.
    const looping = rows.flatMap((row) => {
      const loop = findRepetition(row.output);
      return loop === null || findRepetition(row.target ?? '') !== null ? [] : [{ row, loop }];
    });
    const [first] = looping;
    if (first === undefined || !isMany(looping.length, rows.length)) {
      return { kind: 'pass', saw: `${countOf(looping.length, rows.length, 'outputs')} end in a loop` };
    }
    const { start, period, turns } = first.loop;
    const data = {
      outputs: countOf(looping.length, rows.length, 'outputs'),
      turn: visibleLines(excerpt(first.row.output.slice(start, start + period), 40)),
      turns: Math.floor(turns),
    };
    const places = predictionPlaces(
      looping.map(({ row }) => row),
      predictions.path,
    );
    return { kind: 'fail', findings: [{ message: 'loops', data, places }] };
  },
});
