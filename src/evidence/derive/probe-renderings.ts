import type { ChatTemplate, RenderInput } from '../../chat-template/chat-template.ts';
import { TemplateError } from '../../chat-template/template-error.ts';

const user = { role: 'user', content: 'Which of them is it?' };
const assistant = { role: 'assistant', content: 'The second.' };
const CONVERSATIONS: readonly RenderInput['messages'][] = [
  [user],
  [user, assistant],
  [{ role: 'system', content: 'Answer in two words.' }, user, assistant],
  [user, assistant, { role: 'user', content: 'And before?' }, { role: 'assistant', content: 'The first.' }],
];

/**
 * Made-up conversations as a template renders them whole, so that two templates can be compared in every part; never throws for one that
 * raises.
 */
export function probeRenderings(
  template: ChatTemplate,
  specialTokens: Readonly<Record<string, string>>,
): readonly (string | undefined)[] {
  return CONVERSATIONS.map((messages) => {
    try {
      return template.render({ messages, specialTokens }).text;
    } catch (error) {
      if (error instanceof TemplateError) return undefined;
      throw error;
    }
  });
}
