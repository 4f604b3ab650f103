/** An option as it stands on the command line; nothing where it was not given. */
export function optionWords(option: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [option, value];
}
