/** Keys of a JSON answer, read without parsing so that a cut answer has them too. */
export function answerKeys(answer: string): ReadonlySet<string> {
  return new Set([...answer.matchAll(/"([^"\\]{1,64})"\s*:/g)].map(([, key = '']) => key));
}
