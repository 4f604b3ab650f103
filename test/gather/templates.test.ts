import { describe, expect, it } from 'vitest';
import { gather } from '../../src/gather/gather.ts';
import { gatheredValue } from '../support/gathered-value.ts';
import { buildRun } from '../support/run-builder.ts';

async function places(files: Record<string, string>) {
  const { templates } = await gather(buildRun({ files: { 'base/chat_template.jinja': null, ...files } }).files);
  return gatheredValue(templates).places.map(({ side, path, place, name, source }) => [
    side,
    path,
    place,
    name,
    source,
  ]);
}

describe('chat templates', () => {
  it('are found in every place a reader may take them from', async () => {
    const found = await places({
      'run/chat_template.jinja': 'A\r\nB\rC',
      'run/tokenizer_config.json': JSON.stringify({
        chat_template: [
          { name: 'default', template: 'T' },
          { name: 'tool_use', template: 'U' },
        ],
      }),
      'run/chat_template.json': JSON.stringify({ chat_template: 'J' }),
      'run/processor_config.json': JSON.stringify({ chat_template: 'P\r\n' }),
      'run/additional_chat_templates/rag.jinja': 'R',
      'base/tokenizer_config.json': JSON.stringify({ chat_template: 'S', eos_token: { content: '</s>' } }),
    });
    expect(found).toEqual([
      ['run', 'run/chat_template.jinja', 'chat_template.jinja', 'default', 'A\nB\nC'],
      ['run', 'run/tokenizer_config.json', 'tokenizer_config.json', 'default', 'T'],
      ['run', 'run/tokenizer_config.json', 'tokenizer_config.json', 'tool_use', 'U'],
      ['run', 'run/chat_template.json', 'chat_template.json', 'default', 'J'],
      ['run', 'run/processor_config.json', 'processor_config.json', 'default', 'P\r\n'],
      ['run', 'run/additional_chat_templates/rag.jinja', 'additional_chat_templates', 'rag', 'R'],
      ['base', 'base/tokenizer_config.json', 'tokenizer_config.json', 'default', 'S'],
    ]);
  });
});
