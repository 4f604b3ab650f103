import type { RenderInput } from '../chat-template/chat-template.ts';

/** A made-up conversation with a fixed name, so that the same one can be rendered on another day or another side. */
export interface ProbeConversation {
  readonly id: string;
  readonly input: Pick<RenderInput, 'messages' | 'tools' | 'addGenerationPrompt' | 'variables'>;
}

const system = { role: 'system', content: 'Answer in two words.' };
const user = { role: 'user', content: 'Which of them is it?' };
const assistant = { role: 'assistant', content: 'The second.' };
const again = { role: 'user', content: ' And before that?\n' };
const thought = { role: 'assistant', content: '<think>\nIt was the one before.\n</think>\n\nThe first.' };
const reasoned = { role: 'assistant', reasoning_content: 'It was the one before.', content: 'The first.' };
const tools = [
  {
    type: 'function',
    function: {
      name: 'look_up',
      description: 'Looks up a "word" & more.',
      parameters: {
        type: 'object',
        properties: { word: { type: 'string' }, most: { type: 'integer' } },
        required: ['word'],
      },
    },
  },
];
const call = {
  role: 'assistant',
  content: '',
  tool_calls: [
    { id: 'call00001', type: 'function', function: { name: 'look_up', arguments: { word: 'zwölf', most: 3 } } },
  ],
};
const result = { role: 'tool', name: 'look_up', tool_call_id: 'call00001', content: '{"word": "zwölf"}' };
const image = { role: 'user', content: [{ type: 'image' }, { type: 'text', text: 'What is on it?' }] };

/**
 * What chat templates are probed with: with and without system turn, several turns, white space at the ends, tools with a call and
 * its result, thinking written into the content and beside it, thinking switched off, an image. Ids are permanent: locks name them.
 */
export const PROBE_CONVERSATIONS: readonly ProbeConversation[] = [
  { id: 'question', input: { messages: [user], addGenerationPrompt: true } },
  { id: 'answered', input: { messages: [user, assistant] } },
  { id: 'system', input: { messages: [system, user], addGenerationPrompt: true } },
  { id: 'system-answered', input: { messages: [system, user, assistant] } },
  { id: 'turns', input: { messages: [user, assistant, again], addGenerationPrompt: true } },
  {
    id: 'turns-answered',
    input: { messages: [system, user, assistant, again, { role: 'assistant', content: 'The first.' }] },
  },
  { id: 'tools', input: { messages: [system, user], tools, addGenerationPrompt: true } },
  { id: 'tool-result', input: { messages: [user, call, result], tools, addGenerationPrompt: true } },
  { id: 'thinking-in-content', input: { messages: [user, thought, again], addGenerationPrompt: true } },
  { id: 'thinking-beside', input: { messages: [user, assistant, again, reasoned] } },
  { id: 'thinking-off', input: { messages: [user], addGenerationPrompt: true, variables: { enable_thinking: false } } },
  { id: 'image', input: { messages: [image], addGenerationPrompt: true } },
];
