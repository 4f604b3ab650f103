/** Names the answering side has in OpenAI, ShareGPT, Gemma and older chat data. */
const ANSWERING_ROLES: ReadonlySet<string> = new Set(['assistant', 'gpt', 'model', 'bot', 'chatgpt', 'ai']);

/** Whether a role is the one whose turns are the answers. */
export function isAnsweringRole(role: string): boolean {
  return ANSWERING_ROLES.has(role.toLowerCase());
}
