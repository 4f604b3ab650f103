import type { InferenceRequest } from '../requests.ts';

/**
 * Whether two runs were asked the same, by a form that both recorded: the text that was sent, else its ids, else the messages. Null where
 * they recorded it in different forms, or one of them not at all: then nothing is known.
 */
export function samePrompt(first: InferenceRequest | undefined, second: InferenceRequest | undefined): boolean | null {
  if (first === undefined || second === undefined) return null;
  const form = FORMS.find((one) => first[one] !== undefined && second[one] !== undefined);
  return form === undefined ? null : textOf(first, form) === textOf(second, form);
}

const FORMS = ['prompt', 'promptIds', 'turns'] as const;
type Form = (typeof FORMS)[number];

function textOf({ prompt, promptIds, turns }: InferenceRequest, form: Form): string {
  switch (form) {
    case 'prompt':
      return prompt ?? '';
    case 'promptIds':
      return promptIds?.join(' ') ?? '';
    case 'turns':
      return JSON.stringify(turns?.map(({ role, text }) => [role, text]) ?? []);
  }
}
