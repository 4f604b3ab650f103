/** The streams and the surroundings that commands see; main.ts hands over the real ones. */
export interface ConsoleIo {
  out(text: string): void;
  err(text: string): void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly columns: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}
