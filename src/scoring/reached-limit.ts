/** How servers say that the token limit ended the answer: OpenAI, vLLM, Ollama and SGLang; llama.cpp; Anthropic; TGI; Google; Mistral. */
const LENGTH_REASONS: ReadonlySet<string> = new Set([
  'length',
  'limit',
  'max_tokens',
  'max_new_tokens',
  'max_output_tokens',
  'model_length',
]);

/** Whether a finish reason says that the token limit ended the answer; false when there is none. */
export function reachedLimit(finishReason: string | null): boolean {
  return finishReason !== null && LENGTH_REASONS.has(finishReason.toLowerCase());
}
