import type { ChatTemplate, RenderInput } from './chat-template.ts';
import { type PythonErrorType, TemplateError } from './template-error.ts';

export interface RoleFailure {
  readonly role: string;
  /** What the template or the engine said. */
  readonly reason: string;
  /** `TemplateError` when the template itself refused; anything else may be a limit of the engine. */
  readonly pythonType: PythonErrorType;
}

/** What a chat template does, found by rendering made-up conversations. `undefined` where no render could tell. */
export interface TemplateProbe {
  /** What `add_generation_prompt` adds after a user turn; empty when the template ignores it. */
  readonly generationPrompt: string | undefined;
  /** What follows the assistant's content when an assistant turn is last. */
  readonly turnEnd: string | undefined;
  /** What stands between the user's content and the assistant's. */
  readonly assistantHeader: string | undefined;
  /** Whether user + generation prompt renders to a prefix of user + assistant turn. */
  readonly generationPromptIsPrefix: boolean | undefined;
  /** Roles that render without an error and without their content. */
  readonly rolesDropped: readonly string[];
  /** Roles for which every conversation tried raises. */
  readonly raises: readonly RoleFailure[];
  /** Whether the template reads the clock. */
  readonly timeDependent: boolean;
  /** The system text that appears although none was given. */
  readonly emptySystemDefault: string | undefined;
}

type Messages = RenderInput['messages'];
type Raised = { readonly state: 'raised'; readonly reason: string; readonly pythonType: PythonErrorType };
type Attempt = { readonly state: 'rendered'; readonly text: string } | Raised;
type Render = (messages: Messages, addGenerationPrompt?: boolean) => Attempt;

// Letters and digits only, so that trimming, case-preserving filters and JSON escaping leave them alone, and in no template.
const USER = 'Qz7kUser0Vx';
const ASSISTANT = 'Qz7kAnswer1Vx';
const SYSTEM = 'Qz7kSystem2Vx';
const PROBED = 'Qz7kProbed3Vx';
const ROLES = ['system', 'user', 'assistant', 'tool', 'human', 'gpt', 'developer'] as const;

const user = { role: 'user', content: USER };
const assistant = { role: 'assistant', content: ASSISTANT };

// Templates of vision models may accept nothing but a list of blocks.
function asBlocks(messages: Messages): Messages {
  return messages.map((message) => ({ ...message, content: [{ type: 'text', text: message.content }] }));
}

function renderer(template: ChatTemplate, specialTokens: Readonly<Record<string, string>>): Render {
  const attempt: Render = (messages, addGenerationPrompt = false) => {
    try {
      return { state: 'rendered', text: template.render({ messages, addGenerationPrompt, specialTokens }).text };
    } catch (error) {
      if (error instanceof TemplateError)
        return { state: 'raised', reason: error.message, pythonType: error.pythonType };
      throw error;
    }
  };
  return (messages, addGenerationPrompt) => {
    const plain = attempt(messages, addGenerationPrompt);
    // A template that walks blocks gets the characters of a text and shows none of them.
    const shows = (text: string) =>
      messages.some(({ content }) => typeof content === 'string' && text.includes(content));
    if (plain.state === 'rendered' ? shows(plain.text) : plain.pythonType === 'TemplateError') return plain;
    const blocks = attempt(asBlocks(messages), addGenerationPrompt);
    return blocks.state === 'rendered' && (plain.state === 'raised' || shows(blocks.text)) ? blocks : plain;
  };
}

function textOf(attempt: Attempt): string | undefined {
  return attempt.state === 'rendered' ? attempt.text : undefined;
}

/** Conversations in which the role usually appears; templates differ in what they allow first, last and in a row. */
function conversationsWith(role: string): Messages[] {
  const probed = { role, content: PROBED };
  switch (role) {
    case 'system':
    case 'developer':
      return [
        [probed, user, assistant],
        [probed, user],
      ];
    case 'assistant':
    case 'gpt':
      return [
        [user, probed],
        [{ role: 'human', content: USER }, probed],
      ];
    case 'tool':
      return [
        [user, { role, content: PROBED, name: 'lookup', tool_call_id: 'call00001' }, assistant],
        [user, assistant, { role, content: PROBED, name: 'lookup', tool_call_id: 'call00001' }],
        [user, lookupCall(), { role, content: PROBED, name: 'lookup', tool_call_id: 'call00001' }, assistant],
      ];
    default:
      return [
        [probed, assistant],
        [user, assistant, probed, assistant],
      ];
  }
}

// Mistral's templates want ids of nine characters, others a call before its result.
function lookupCall(): Messages[number] {
  const call = { id: 'call00001', type: 'function', function: { name: 'lookup', arguments: { key: 'value' } } };
  return { role: 'assistant', content: '', tool_calls: [call] };
}

type RoleOutcome =
  | { readonly state: 'shown' | 'dropped' }
  | { readonly state: 'raises'; readonly failure: RoleFailure };

function probeRole(render: Render, role: string): RoleOutcome {
  const attempts = conversationsWith(role).map((messages) => render(messages));
  const texts = attempts.map(textOf).filter((text) => text !== undefined);
  if (texts.some((text) => text.includes(PROBED))) return { state: 'shown' };
  if (texts.length > 0) return { state: 'dropped' };
  const raised = attempts.find((attempt) => attempt.state === 'raised');
  const { reason, pythonType } = raised ?? {
    reason: 'no conversation with this role renders',
    pythonType: 'ValueError',
  };
  return { state: 'raises', failure: { role, reason, pythonType } };
}

/** Cuts what an explicit system message is wrapped in from a render without one; what is left over is the default. */
function systemDefault(render: Render): string | undefined {
  const given = textOf(render([{ role: 'system', content: SYSTEM }, user]));
  const none = textOf(render([user]));
  if (given === undefined || none === undefined) return undefined;
  const at = given.indexOf(SYSTEM);
  const userAt = given.indexOf(USER);
  if (at === -1 || userAt < at || !none.includes(USER)) return undefined;
  const before = given.slice(0, at);
  const between = given.slice(at + SYSTEM.length, userAt);
  const head = none.slice(0, none.indexOf(USER));
  // A system text that runs straight into the user's leaves nothing to recognise the end of a default by.
  if (between === '' || !head.startsWith(before) || !head.endsWith(between)) return undefined;
  const left = head.slice(before.length, head.length - between.length);
  return head.length > before.length + between.length && left.trim() !== '' ? left : undefined;
}

/** What `prompted` has more than `asked`; some templates (Phi-3) end a conversation with EOS only when they do not open a turn. */
function addedPrompt(
  asked: string | undefined,
  prompted: string | undefined,
  eos: string | undefined,
): string | undefined {
  if (asked === undefined || prompted === undefined) return undefined;
  if (prompted.startsWith(asked)) return prompted.slice(asked.length);
  const open = eos && asked.endsWith(eos) ? asked.slice(0, -eos.length) : undefined;
  return open !== undefined && prompted.startsWith(open) ? prompted.slice(open.length) : undefined;
}

/** Finds out what a chat template does with usual conversations. Never throws for a template that raises. */
export function probeTemplate(template: ChatTemplate, specialTokens: Readonly<Record<string, string>>): TemplateProbe {
  const render = renderer(template, specialTokens);
  const asked = textOf(render([user]));
  const prompted = textOf(render([user], true));
  const answered = textOf(render([user, assistant]));
  const answerAt = answered?.lastIndexOf(ASSISTANT) ?? -1;
  const userEnd = answered?.includes(USER) ? answered.indexOf(USER) + USER.length : -1;
  const outcomes = ROLES.map((role) => ({ role, outcome: probeRole(render, role) }));
  return {
    generationPrompt: addedPrompt(asked, prompted, specialTokens.eos_token),
    turnEnd: answerAt === -1 ? undefined : answered?.slice(answerAt + ASSISTANT.length),
    assistantHeader: userEnd === -1 || answerAt < userEnd ? undefined : answered?.slice(userEnd, answerAt),
    generationPromptIsPrefix:
      prompted === undefined || answered === undefined ? undefined : answered.startsWith(prompted),
    rolesDropped: outcomes.filter(({ outcome }) => outcome.state === 'dropped').map(({ role }) => role),
    raises: outcomes.flatMap(({ outcome }) => (outcome.state === 'raises' ? [outcome.failure] : [])),
    timeDependent: template.names.has('strftime_now'),
    emptySystemDefault: systemDefault(render),
  };
}
