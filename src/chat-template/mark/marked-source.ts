import { afterTag, beforeTag, type Insertion, withInsertions } from './insert-tags.ts';
import type { MarkedNodes } from './marking-plan.ts';

/** Writes the generation blocks of a plan into the source. */
export function markedSource(source: string, plan: readonly MarkedNodes[]): string {
  return withInsertions(
    source,
    plan.flatMap((nodes) => insertions(source, nodes)),
  );
}

function insertions(source: string, nodes: MarkedNodes): readonly Insertion[] {
  if (nodes.kind === 'wrap') return around(source, nodes, ['{% generation %}', '{% endgeneration %}']);
  return around(source, nodes, ['{% set lockstep_turn %}', `{% endset %}${splitTurn(nodes)}`]);
}

/** Text has no tag of its own: what opens before it goes behind the tag in front of it, what closes behind it before the next tag. */
function around(
  source: string,
  { branch, first, last }: MarkedNodes,
  [opening, closing]: readonly [string, string],
): Insertion[] {
  const from = branch.nodes[first];
  const to = branch.nodes[last];
  const before = first === 0 ? branch.start : (branch.nodes[first - 1]?.end ?? branch.start);
  const after = branch.nodes[last + 1]?.start ?? branch.end;
  return [
    from?.kind === 'text' ? afterTag(source, before, opening) : beforeTag(source, from?.start ?? 0, opening),
    to?.kind === 'text' ? beforeTag(source, after, closing) : afterTag(source, to?.end ?? 0, closing),
  ];
}

/** Prints a captured turn again: the header as it is, the answer inside a generation block. Other roles' turns pass through. */
function splitTurn({ headers, loop }: MarkedNodes): string {
  const known = headers.filter((header) => header !== '');
  const marked =
    known.length === 0
      ? '{% generation %}{{ lockstep_turn }}{% endgeneration %}'
      : `{% set lockstep_at = ${headerLength(known)} %}{{ lockstep_turn[:lockstep_at] }}{% generation %}{{ lockstep_turn[lockstep_at:] }}{% endgeneration %}`;
  if (loop === undefined) return marked;
  return `{% if ${loop}['role'] == 'assistant' %}${marked}{% else %}{{ lockstep_turn }}{% endif %}`;
}

/** Longest header first, so that one that begins like another is not cut short. */
function headerLength(headers: readonly string[]): string {
  return headers.reduceRight(
    (otherwise, header) => `${[...header].length} if lockstep_turn.startswith(${quoted(header)}) else ${otherwise}`,
    '0',
  );
}

function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\t', '\\t');
  return `'${escaped}'`;
}
