import * as v from 'valibot';
import { parseDocument } from 'yaml';

export interface ModelCard {
  /** Framework (lower case, as in `trl`, `peft`, `transformers`, `torch`) → version. */
  readonly versions: ReadonlyMap<string, string>;
  /** `base_model` of the front matter; a merge of several models names several. */
  readonly baseModels: readonly string[];
  /** Why the front matter could not be read, when it is there but damaged. */
  readonly frontMatterProblem?: string;
}

/** Model cards with long tables reach some 100 kB; what matters stands in the first part. */
const MAX_TEXT_UNITS = 4 * 1024 * 1024;
/** The Hub itself reads no longer front matter with profit: lists of languages and tags fit many times. */
const MAX_FRONT_MATTER_UNITS = 64 * 1024;
/** Aliases can make a small document expand without bound; model cards have none. */
const MAX_ALIASES = 20;
const MAX_VERSIONS = 50;

const FrontMatter = v.object({
  base_model: v.optional(v.union([v.string(), v.array(v.string())])),
});

/** The names that cards write where the package has another name. */
const PACKAGES: ReadonlyMap<string, string> = new Map([['pytorch', 'torch']]);

/**
 * Reads what a trainer wrote into a README.md: the list under `### Framework versions` (transformers and TRL write
 * `- TRL: 1.13.0`, PEFT writes `- PEFT 0.21.0`) and the base model. Every text is a model card; at worst it says nothing.
 */
export function readModelCard(text: string): ModelCard {
  const card = text.slice(0, MAX_TEXT_UNITS);
  return { versions: frameworkVersions(card), ...frontMatter(card) };
}

function frameworkVersions(card: string): Map<string, string> {
  const versions = new Map<string, string>();
  const heading = /^#{1,6}[ \t]+Framework versions[ \t]*$/im.exec(card);
  if (heading === null) return versions;
  for (const line of card.slice(heading.index + heading[0].length).split(/\r?\n/)) {
    if (/^#{1,6}[ \t]/.test(line) || versions.size === MAX_VERSIONS) break;
    const item = /^[-*][ \t]+([A-Za-z][\w. -]{0,40}?)(?::[ \t]*|[ \t]+)v?(\d[\w.+!-]{0,60})[ \t]*$/.exec(line);
    if (item?.[1] === undefined || item[2] === undefined) continue;
    const name = item[1].toLowerCase();
    versions.set(PACKAGES.get(name) ?? name, item[2]);
  }
  return versions;
}

function frontMatter(card: string): Pick<ModelCard, 'baseModels' | 'frontMatterProblem'> {
  const opening = /^\uFEFF?---[ \t]*\r?\n/.exec(card);
  if (opening === null) return { baseModels: [] };
  const body = card.slice(opening[0].length, opening[0].length + MAX_FRONT_MATTER_UNITS).replaceAll('\r\n', '\n');
  const end = /^---[ \t]*$/m.exec(body);
  if (end === null)
    return { baseModels: [], frontMatterProblem: 'the front matter is not closed by a line of three dashes' };
  try {
    const document = parseDocument(body.slice(0, end.index), { logLevel: 'silent' });
    const [error] = document.errors;
    if (error !== undefined)
      return { baseModels: [], frontMatterProblem: `the front matter is not YAML: ${error.code}` };
    const matter = v.safeParse(FrontMatter, document.toJS({ maxAliasCount: MAX_ALIASES }) ?? {});
    if (!matter.success)
      return { baseModels: [], frontMatterProblem: 'base_model is neither a name nor a list of names' };
    const { base_model: base = [] } = matter.output;
    return { baseModels: typeof base === 'string' ? [base] : base };
  } catch {
    // The yaml package throws on alias bombs and overflows its stack on absurd nesting.
    return { baseModels: [], frontMatterProblem: 'the front matter is nested or aliased beyond reason' };
  }
}
