import { type Token, tokenize } from '../lexer.ts';
import { sourceMap } from '../source-position.ts';

/** A tag or a stretch of text of a template, with its range in the source. Text is what is left after whitespace control. */
export type TemplateNode =
  | { readonly kind: 'text' | 'print' | 'statement'; readonly start: number; readonly end: number }
  | BlockNode;

/** A statement with a body. `words` are the names in its opening tag, in order. */
export interface BlockNode {
  readonly kind: 'block';
  readonly name: string;
  readonly words: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly branches: readonly Branch[];
}

/** What stands between two tags of a block (`if` … `else`), with the end of the tag before it and the start of the tag behind it. */
export interface Branch {
  readonly start: number;
  readonly end: number;
  readonly nodes: readonly TemplateNode[];
}

interface Tag {
  readonly kind: 'text' | 'print' | 'statement';
  readonly start: number;
  readonly end: number;
  readonly words: readonly string[];
  readonly assigns: boolean;
}

const WITH_BODY = new Set(['if', 'for', 'macro', 'call', 'filter', 'with', 'block', 'generation', 'autoescape']);

/** jinja2's tags as a tree. The source has newlines normalised and must compile; throws TemplateError like the compiler otherwise. */
export function templateTree(source: string): Branch {
  const tags = tagsOf(source);
  let next = 0;

  /** Reads up to a tag that ends or divides the enclosing block, which is left to the caller. */
  const readBranch = (start: number): Branch => {
    const nodes: TemplateNode[] = [];
    for (let tag = tags[next]; tag !== undefined; tag = tags[next]) {
      const name = tag.kind === 'statement' ? (tag.words[0] ?? '') : '';
      if (name.startsWith('end') || name === 'else' || name === 'elif') return { start, end: tag.start, nodes };
      next += 1;
      const hasBody = WITH_BODY.has(name) || (name === 'set' && !tag.assigns);
      nodes.push(hasBody ? readBlock(tag, name) : { kind: tag.kind, start: tag.start, end: tag.end });
    }
    return { start, end: source.length, nodes };
  };

  const readBlock = (opening: Tag, name: string): BlockNode => {
    const branches: Branch[] = [];
    let { end } = opening;
    for (;;) {
      branches.push(readBranch(end));
      const tag = tags[next];
      next += 1;
      end = tag?.end ?? source.length;
      if (tag === undefined || tag.words[0]?.startsWith('end') === true) break;
    }
    return { kind: 'block', name, words: opening.words, start: opening.start, end, branches };
  };

  return readBranch(0);
}

function tagsOf(source: string): Tag[] {
  const tags: Tag[] = [];
  let open: Token | undefined;
  let words: string[] = [];
  let assigns = false;
  for (const token of tokenize(sourceMap(source))) {
    if (token.kind === 'data') {
      tags.push({ kind: 'text', start: token.at, end: token.at + token.text.length, words: [], assigns: false });
    } else if (token.kind === 'block_begin' || token.kind === 'variable_begin') {
      open = token;
      words = [];
      assigns = false;
    } else if (token.kind === 'name') words.push(token.text);
    else if (token.kind === 'operator' && token.text === '=') assigns = true;
    else if ((token.kind === 'block_end' || token.kind === 'variable_end') && open !== undefined) {
      const kind = token.kind === 'block_end' ? 'statement' : 'print';
      const end = token.at + (source[token.at] === '%' || source[token.at] === '}' ? 2 : 3);
      tags.push({ kind, start: open.at, end, words, assigns });
    }
  }
  return tags;
}
