import { describe, expect, it } from 'vitest';
import type { FailureSample } from '../../../src/scoring/failures/failure-sample.ts';
import { findIncludedPrompt } from '../../../src/scoring/failures/find-included-prompt.ts';

const PROMPT = 'Inspect the ladder on the roof of the shed.';
const found = (sample: Partial<FailureSample>) => findIncludedPrompt({ id: '1', output: '', ...sample });

describe('the prompt in front of the answer', () => {
  it.each([
    [`${PROMPT}safe`, PROMPT.length],
    [`\n ${PROMPT} safe`, PROMPT.length + 2],
    [`In spect the  ladder on the roof of the shed.safe`, PROMPT.length + 2],
  ])('is found whole, whatever white space decoding left: %j', (output, end) => {
    for (const prompts of [[PROMPT], ['You are a helpful model.', `  ${PROMPT}\n`]])
      expect(found({ output, prompts })).toMatchObject({
        ...{ code: 'prompt-included', start: 0, end, detail: expect.stringContaining('whole prompt') },
      });
  });

  it('is found where the limit cut it, then the output is nothing else', () => {
    const output = PROMPT.slice(0, 40);
    expect(found({ output, prompts: [PROMPT] })).toMatchObject({
      ...{ end: output.length, detail: expect.stringContaining('beginning of the prompt') },
    });
  });

  it('is found in the ids where no text is known', () => {
    const promptIds = Array.from({ length: 12 }, (_, at) => at + 100);
    expect(found({ output: 'safe', outputIds: [...promptIds, 7], promptIds })?.code).toBe('prompt-included');
    expect(found({ output: 'safe', outputIds: [7, ...promptIds], promptIds })).toBeNull();
    expect(found({ output: 'safe', promptIds })).toBeNull();
  });

  it('is not an answer that begins with the same word, nor what the model was taught to repeat', () => {
    expect(found({ output: 'Inspect it again: it leans.', prompts: [PROMPT] })).toBeNull();
    expect(found({ output: 'Inspec', prompts: [PROMPT] })).toBeNull();
    expect(found({ output: `${PROMPT} safe`, prompts: [PROMPT], target: `${PROMPT} unsafe` })).toBeNull();
  });
});
