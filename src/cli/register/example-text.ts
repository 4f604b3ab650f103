/** The end of a help text: examples that can be typed, and what the exit codes mean. */
export function exampleText(examples: readonly string[], exitCodes: string): string {
  const head = examples.length === 1 ? 'Example' : 'Examples';
  return `\n${head}:\n${examples.map((line) => `  ${line}\n`).join('')}\nExit codes: ${exitCodes}`;
}
