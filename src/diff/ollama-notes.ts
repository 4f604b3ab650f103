import type { SideFacts } from '../evidence/side-facts.ts';
import { listWords } from '../lib/list-words.ts';
import { renderingSide } from './rendering-side.ts';

type OllamaSide = Extract<SideFacts, { readonly kind: 'ollama' }>;

/**
 * What can be said about an Ollama side without running its Go template: which special tokens of the other side's prompt its text
 * never writes, what it puts before a conversation, and where it stops.
 */
export function ollamaNotes(side: OllamaSide, other: SideFacts | undefined): readonly string[] {
  const { modelfile, name } = side;
  const notes: string[] = [];
  const missing = other === undefined ? [] : unwrittenMarkers(modelfile.template, other);
  if (missing.length > 0) {
    notes.push(
      `The Go template in ${name} never writes ${listWords(missing)}, which ${other?.name} sends: it is another chat format.`,
    );
  }
  if (modelfile.system !== undefined) {
    notes.push(
      `${name} puts a SYSTEM text before conversations that bring none; the trained template knows nothing of it.`,
    );
  }
  if (modelfile.messages.length > 0) {
    notes.push(`${name} puts ${modelfile.messages.length} messages before every conversation.`);
  }
  if (modelfile.adapter !== undefined) {
    notes.push(
      `${name} applies the adapter ${modelfile.adapter}; Ollama ignores rank and alpha patterns, rslora and DoRA.`,
    );
  }
  const stops = modelfile.parameters.filter(([key]) => key === 'stop').map(([, value]) => JSON.stringify(value));
  notes.push(
    stops.length > 0
      ? `${name} stops at ${listWords(stops)} and at the EOS of the model.`
      : `${name} sets no stop, so answers end at the EOS of the model alone.`,
  );
  return notes;
}

/** Markers of a rendered question that the Go template does not contain as text. */
function unwrittenMarkers(template: string | undefined, other: SideFacts): readonly string[] {
  if (template === undefined || other.kind !== 'folder') return [];
  const { render, tokenizer } = renderingSide(other, undefined);
  const question = {
    id: 'question',
    input: { messages: [{ role: 'user', content: 'Hi' }], addGenerationPrompt: true },
  };
  const rendering = render(question);
  if (rendering.state !== 'rendered' || tokenizer === undefined) return [];
  const bos = tokenizer.specialTokens.bos_token;
  return (
    tokenizer.tokenizer.addedTokens
      .map(({ content }) => content)
      // Ollama's runner adds BOS itself.
      .filter(
        (content) =>
          content !== '' && content !== bos && rendering.text.includes(content) && !template.includes(content),
      )
  );
}
