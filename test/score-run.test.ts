import { describe, expect, it } from 'vitest';
import { scoreRun } from '../src/score-run.ts';
import { memoryFiles } from '../src/source/memory.ts';

const PROMPT = 'Look at the ladder in the picture and decide whether it stands safely. Answer safe or unsafe.';

async function failureCodes(row: object): Promise<readonly string[]> {
  const lines = Array.from({ length: 20 }, (_, index) =>
    JSON.stringify({ id: `row-${index}`, output: `safe\n${PROMPT}`, gold: 'safe', ...row }),
  );
  const files = memoryFiles({ 'predictions.jsonl': lines.join('\n') });
  const report = await scoreRun({ files }, { task: { classes: ['safe', 'unsafe'], answer: 'text' } });
  if (!report.ok) throw new Error(report.problem.reason);
  return report.value.failures.rows.map(({ code }) => code);
}

describe('an answer that goes on with its instruction', () => {
  it('is called an echo where the predictions themselves say what was asked', async () => {
    expect(await failureCodes({ prompt: PROMPT })).toContain('instruction-echo');
  });

  it('is text behind the answer where nobody says', async () => {
    const codes = await failureCodes({});
    expect(codes).toContain('run-on');
    expect(codes).not.toContain('instruction-echo');
  });
});
