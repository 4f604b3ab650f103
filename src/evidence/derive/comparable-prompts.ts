import type { Gathered } from '../gathered.ts';
import type { InferenceRequest, Requests } from '../requests.ts';

type Prompts = ReadonlyMap<string, string>;

/**
 * Prompts of two runs by prediction id, in a form that both recorded: the text that was sent, else its ids, else the messages. A prompt
 * that they recorded in different forms is in neither map, since equal prompts would look different.
 */
export function comparablePrompts(
  first: Gathered<Requests>,
  second: Gathered<Requests>,
): readonly [first: Prompts, second: Prompts] {
  const [left, right] = [new Map<string, string>(), new Map<string, string>()];
  if (first.state !== 'found' || second.state !== 'found') return [left, right];
  const partners = new Map(second.value.rows.map((row) => [row.id, row]));
  for (const row of first.value.rows) {
    const partner = partners.get(row.id);
    const form = partner === undefined ? undefined : FORMS.find((one) => has(row, one) && has(partner, one));
    if (partner === undefined || form === undefined) continue;
    left.set(row.id, textOf(row, form));
    right.set(row.id, textOf(partner, form));
  }
  return [left, right];
}

const FORMS = ['prompt', 'promptIds', 'turns'] as const;
type Form = (typeof FORMS)[number];

function has(row: InferenceRequest, form: Form): boolean {
  return row[form] !== undefined;
}

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
