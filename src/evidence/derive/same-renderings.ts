import type { ChatTemplate } from '../../chat-template/chat-template.ts';
import { compileTemplate } from '../../chat-template/compile-template.ts';
import { TemplateError } from '../../chat-template/template-error.ts';
import { PROBE_CONVERSATIONS, type ProbeConversation } from '../probe-conversations.ts';
import { PROBE_DATE } from './probe-date.ts';

/** Whether two chat templates do the same, and how that is known. */
export type SameRenderings =
  | { readonly kind: 'same-text' }
  | { readonly kind: 'same-renderings'; readonly conversations: number }
  | { readonly kind: 'unknown'; readonly because: string }
  | {
      readonly kind: 'differ';
      /** Id of the first probe conversation that comes out differently, and both texts from shortly before where they part. */
      readonly conversation: string;
      readonly first: string;
      readonly second: string;
    };

/** Characters shown before the place where two renderings part. */
const CONTEXT = 20;

/** Compares two templates on the probe conversations. Line ends and one line break at the end of the source change nothing for Jinja. */
export function sameRenderings(
  first: string,
  second: string,
  specialTokens: Readonly<Record<string, string>>,
): SameRenderings {
  if (normalised(first) === normalised(second)) return { kind: 'same-text' };
  const compiled = [first, second].map(compile);
  const [one, other] = compiled;
  if (typeof one !== 'object' || typeof other !== 'object') {
    return {
      kind: 'unknown',
      because: `one of them does not compile: ${compiled.find((each) => typeof each === 'string')}`,
    };
  }
  let conversations = 0;
  for (const probe of PROBE_CONVERSATIONS) {
    const [a, b] = [one, other].map((template) => rendered(template, probe, specialTokens));
    // A conversation that one of them refuses says nothing: an older template may refuse tools that are never sent.
    if (a === undefined || b === undefined) continue;
    if (a !== b) return { kind: 'differ', conversation: `the probe conversation "${probe.id}"`, ...parted(a, b) };
    conversations++;
  }
  if (conversations === 0) return { kind: 'unknown', because: 'no probe conversation is rendered by both' };
  return { kind: 'same-renderings', conversations };
}

function normalised(source: string): string {
  return source.replace(/\r\n?/g, '\n').replace(/\n$/, '');
}

function compile(source: string): ChatTemplate | string {
  try {
    return compileTemplate(normalised(source), { now: PROBE_DATE });
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

function rendered(
  template: ChatTemplate,
  { input }: ProbeConversation,
  specialTokens: Readonly<Record<string, string>>,
): string | undefined {
  try {
    return template.render({ ...input, specialTokens }).text;
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}

function parted(a: string, b: string): { readonly first: string; readonly second: string } {
  let at = 0;
  while (at < Math.min(a.length, b.length) && a[at] === b[at]) at += 1;
  const from = Math.max(0, at - CONTEXT);
  return { first: a.slice(from), second: b.slice(from) };
}
