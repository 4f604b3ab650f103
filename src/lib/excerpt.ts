/** The beginning of a text for a message: at most `most` UTF-16 units, with an ellipsis when something was left out. */
export function excerpt(text: string, most = 80): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
