import type { ChatTemplate, RenderInput } from '../chat-template.ts';
import { compileTemplate } from '../compile-template.ts';
import { unlessRefused } from '../unless-refused.ts';
import { type Insertion, withInsertions } from './insert-tags.ts';
import type { BlockNode, Branch, TemplateNode } from './template-tree.ts';

/** A place of the template that writes output: a `{{ … }}` or a stretch of text, and the way down to it from the top. */
export interface OutputSite {
  readonly node: TemplateNode;
  readonly path: readonly PathStep[];
  /** Loops around it, outermost first. */
  readonly loops: readonly BlockNode[];
}

export interface PathStep {
  readonly branch: Branch;
  readonly index: number;
  /** Variable of the innermost loop around the branch. */
  readonly loop: string | undefined;
}

/** What one site wrote at one time: [start, end) of the rendered text, UTF-16. */
export interface OutputEvent {
  readonly site: OutputSite;
  readonly start: number;
  readonly end: number;
}

/** Who wrote what of a rendering, and where each turn of each loop began. */
export interface Trace {
  readonly text: string;
  readonly events: readonly OutputEvent[];
  readonly iterations: readonly { readonly loop: BlockNode; readonly start: number }[];
}

/** Private-use characters that no chat template and no probe contains. */
const [OPEN, CLOSE] = ['\uF8F0', '\uF8F1'];
// The bodies of macros, call, filter and set blocks are written by whoever prints their value.
const WRITES_THROUGH = new Set(['if', 'for', 'with', 'block']);

interface Sites {
  readonly sites: readonly OutputSite[];
  readonly loops: readonly BlockNode[];
}

function sitesOf(tree: Branch): Sites {
  const sites: OutputSite[] = [];
  const found: BlockNode[] = [];
  const walk = (branch: Branch, above: Pick<OutputSite, 'path' | 'loops'>): void => {
    branch.nodes.forEach((node, index) => {
      const path = [...above.path, { branch, index, loop: above.loops.at(-1)?.words[1] }];
      if (node.kind === 'text' || node.kind === 'print') sites.push({ node, path, loops: above.loops });
      if (node.kind !== 'block' || !WRITES_THROUGH.has(node.name)) return;
      const isLoop = node.name === 'for';
      if (isLoop) found.push(node);
      node.branches.forEach((part, at) => {
        // The `else` of a loop runs when there was nothing to loop over.
        walk(part, { path, loops: isLoop && at === 0 ? [...above.loops, node] : above.loops });
      });
    });
  };
  walk(tree, { path: [], loops: [] });
  return { sites, loops: found };
}

/**
 * Renders with an instrumented template and says who wrote what. `undefined` when it raises, or when the instruments change the text, as
 * they would where a template looks at what it has written.
 */
export function siteTracer(template: ChatTemplate, tree: Branch): (input: RenderInput) => Trace | undefined {
  const { sites, loops } = sitesOf(tree);
  const { source } = template;
  const insertions = [
    ...loops.map((loop, at) => loopMark(source, loop, `${OPEN}${sites.length + at}${CLOSE}`)),
    ...sites.map((site, at) => siteMark(source, site, `${OPEN}${at}${CLOSE}`)),
  ];
  const instrumented = compileTemplate(withInsertions(source, insertions));
  return (input) =>
    unlessRefused(() => {
      const trace = readMarks(instrumented.render(input).text, sites, loops);
      return trace.text === template.render(input).text ? trace : undefined;
    });
}

function siteMark(source: string, { node }: OutputSite, mark: string): Insertion {
  const sign = node.kind === 'print' && source[node.start + 2] === '-' ? '-' : '';
  return { at: node.start, text: `{{${sign} '${mark}' }}` };
}

function loopMark(source: string, loop: BlockNode, mark: string): Insertion {
  const start = loop.branches[0]?.start ?? loop.end;
  const sign = source[start - 3] === '-' ? '-' : '';
  const isTrimmed = sign === '' && source[start - 3] !== '+' && source[start] === '\n';
  return { at: isTrimmed ? start + 1 : start, text: `{{ '${mark}' ${sign}}}` };
}

function readMarks(marked: string, sites: readonly OutputSite[], loops: readonly BlockNode[]): Trace {
  const events: OutputEvent[] = [];
  const iterations: { loop: BlockNode; start: number }[] = [];
  let text = '';
  for (const piece of marked.split(OPEN)) {
    const [number = '', written] = piece.split(CLOSE, 2);
    const at = written === undefined ? -1 : Number(number);
    const start = text.length;
    text += written ?? piece;
    const site = sites[at];
    const loop = loops[at - sites.length];
    if (site !== undefined && text.length > start) events.push({ site, start, end: text.length });
    if (loop !== undefined) iterations.push({ loop, start });
  }
  return { text, events, iterations };
}
