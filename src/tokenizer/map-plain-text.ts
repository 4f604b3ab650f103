// Characters that never join a neighbour into a cluster; `\r\n` aside, which is left to the general way.
const NOT_PLAIN = /[^\0-\u02ff\u0370-\u0482\u048a-\u0590\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff]|\r\n/;

/**
 * Maps texts of plain characters one to one; undefined when the text has other characters or one of them does not become
 * exactly one. Then offsets stay as they are, and no change has to be written down.
 */
export function mapPlainText(map: (character: string) => string): (text: string) => string | undefined {
  const known = new Map<number, string>();
  const mapped = (unit: number): string => {
    const found = known.get(unit) ?? map(String.fromCharCode(unit));
    known.set(unit, found);
    return found;
  };
  return (text) => {
    if (NOT_PLAIN.test(text)) return undefined;
    let done = '';
    let copied = 0;
    for (let at = 0; at < text.length; at++) {
      const target = mapped(text.charCodeAt(at));
      if (target.length !== 1) return undefined;
      if (target === text.charAt(at)) continue;
      done += text.slice(copied, at) + target;
      copied = at + 1;
    }
    return copied === 0 ? text : done + text.slice(copied);
  };
}
