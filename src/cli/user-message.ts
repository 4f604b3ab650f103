/** An error that the user can do something about: what happened, the likely reason, commands to try. */
export interface UserMessage {
  readonly what: string;
  readonly likely: string;
  readonly try: readonly string[];
}
