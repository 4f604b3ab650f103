import type { ChatTemplate, RenderInput } from '../chat-template.ts';
import { unlessRefused } from '../unless-refused.ts';

const user = { role: 'user', content: 'Qz7kUser0Vx' };
const later = { role: 'user', content: 'Qz7kUser1Vx, and more?' };
const system = { role: 'system', content: 'Qz7kSystem2Vx' };
const answer = { role: 'assistant', content: 'Qz7kAnswer3Vx.' };
const longer = { role: 'assistant', content: 'Qz7kAnswer4Vx\n\n{"a": "b"} 🪜 é' };
const thought = { role: 'assistant', content: 'Qz7kAnswer5Vx', reasoning_content: 'Qz7kThought6Vx' };
const call = {
  role: 'assistant',
  content: '',
  tool_calls: [{ id: 'call00001', type: 'function', function: { name: 'lookup', arguments: { key: 'value' } } }],
};
const result = { role: 'tool', content: 'Qz7kResult7Vx', name: 'lookup', tool_call_id: 'call00001' };
const tool = {
  type: 'function',
  function: {
    name: 'lookup',
    description: 'Looks a key up.',
    parameters: { type: 'object', properties: { key: { type: 'string' } }, required: ['key'] },
  },
};

const PLAIN: readonly RenderInput[] = [
  { messages: [user, answer] },
  { messages: [user, answer, later, longer] },
  { messages: [system, user, longer, later, answer, user, answer] },
  { messages: [user, thought, later, answer] },
  { messages: [user, answer, later, thought] },
  { messages: [system, user, call, result, answer, later, answer], tools: [tool] },
  { messages: [user, { ...call, content: 'Qz7kAnswer8Vx' }, result, answer], tools: [tool] },
];

/** Conversations that take a template through the turns it may know: several turns, system, thoughts, tool calls, blocks of content. */
export function markingConversations(
  template: ChatTemplate,
  specialTokens: Readonly<Record<string, string>>,
): readonly RenderInput[] {
  const blocks = PLAIN.map((input) => ({
    ...input,
    messages: input.messages.map((message) => ({
      ...message,
      content: [{ type: 'text', text: message.content }],
    })),
  }));
  return [...PLAIN, ...blocks]
    .map((input) => ({ ...input, specialTokens }))
    .filter((input) => isMeant(rendered(template, input)));
}

/** A template that knows only texts prints a list of blocks as Python would, or its blocks not at all. */
function isMeant(text: string | undefined): boolean {
  return text?.includes('Qz7kAnswer') === true && !text.includes("'type'");
}

function rendered(template: ChatTemplate, input: RenderInput): string | undefined {
  return unlessRefused(() => template.render(input).text);
}
