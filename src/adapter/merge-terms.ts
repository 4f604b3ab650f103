import type { AdapterPart } from './adapter-parts.ts';
import { buildKeyMap, type FoundPaths } from './build-key-map.ts';
import type { KeyMap } from './key-map.ts';
import { type FactorPair, lowRankTerm } from './low-rank-term.ts';
import { moduleScale } from './module-scale.ts';
import { parameterTerms } from './parameter-terms.ts';
import { resolvePath } from './resolve-path.ts';
import { storesTransposed } from './stores-transposed.ts';
import type { TermSources } from './term-sources.ts';
import type { TensorRef, UpdateTerm } from './update-term.ts';

export interface MergeTerms {
  /** What the adapter does to base tensors, by their names; saved tensors first, then updates. */
  readonly terms: ReadonlyMap<string, readonly UpdateTerm[]>;
  readonly keyMap: KeyMap;
  /** Parts of the adapter that cannot be proved, with the reason. */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
}

/** What is filled as the parts are gone through. */
interface Found extends FoundPaths {
  readonly terms: Map<string, UpdateTerm[]>;
  readonly problems: { path: string; reason: string }[];
  readonly renamed: { path: string; base: string; renames: readonly string[] }[];
  readonly unmatched: string[];
  readonly halves: string[];
  readonly paths: Set<string>;
}

/** Finds for every tensor of an adapter the base tensor it changes and how (spec serving-contract.md B2 and B3). */
export function mergeTerms(sources: TermSources): MergeTerms {
  const found: Found = { terms: new Map(), problems: [], renamed: [], unmatched: [], halves: [], paths: new Set() };
  const saved = sources.parts.filter(({ role }) => role === 'saved');
  const modules = modulesOf(sources.parts);
  const turned = storesTransposed(sources, modules);
  for (const part of saved) addSaved(sources, part, found);
  for (const group of modules) addModule({ ...sources, turned }, group, found);
  return { terms: found.terms, keyMap: buildKeyMap(sources, found), problems: found.problems };
}

/** The tensors of each module; nested wrappers of one module are apart. */
function modulesOf(parts: readonly AdapterPart[]): readonly (readonly AdapterPart[])[] {
  const groups = new Map<string, AdapterPart[]>();
  for (const part of parts) {
    if (part.role === 'saved') continue;
    const key = `${part.depth} ${part.path}`;
    const group = groups.get(key);
    if (group) group.push(part);
    else groups.set(key, [part]);
  }
  return [...groups.values()];
}

function addSaved(sources: TermSources, part: AdapterPart, found: Found): void {
  const value = sources.adapter.get(part.tensor);
  const target = place(sources, part.path, found);
  const base = target === undefined ? undefined : sources.base.get(target);
  if (!value || target === undefined || !base) return;
  if (!sameShape(value.shape, base.shape)) {
    const reason = `the saved tensor [${value.shape.join(', ')}] does not fit the base's [${base.shape.join(', ')}]`;
    found.problems.push({ path: part.path, reason });
    return;
  }
  add(found, target, { kind: 'replace', value });
}

type ModuleSources = TermSources & { readonly turned: boolean };

function addModule(sources: ModuleSources, group: readonly AdapterPart[], found: Found): void {
  const [first] = group;
  if (!first) return;
  const tensor = (role: AdapterPart['role']): TensorRef | undefined => {
    const part = group.find((candidate) => candidate.role === role);
    return part && sources.adapter.get(part.tensor);
  };
  for (const [a, b, kind] of PAIRS) {
    const [tensorA, tensorB] = [tensor(a), tensor(b)];
    if (tensorA && tensorB) addPair(sources, { part: first, kind, a: tensorA, b: tensorB, tensor }, found);
    else if (tensorA ?? tensorB) found.halves.push(first.path);
  }
  const rows = tensor('token-rows');
  if (rows) addTokenRows(sources, first.path, { rows, found });
}

const PAIRS = [
  ['a', 'b', 'linear'],
  ['embedding-a', 'embedding-b', 'embedding'],
  ['mlx-a', 'mlx-b', 'mlx'],
] as const;

interface Pair {
  readonly part: AdapterPart;
  readonly kind: FactorPair['kind'];
  readonly a: TensorRef;
  readonly b: TensorRef;
  readonly tensor: (role: AdapterPart['role']) => TensorRef | undefined;
}

function addPair(sources: ModuleSources, pair: Pair, found: Found): void {
  const { part, kind, a, b, tensor } = pair;
  const parameters = parametersOf(sources.settings.targetParameters, part.path);
  if (parameters.length > 0 && kind === 'linear') {
    addParameter(sources, { ...pair, parameters }, found);
    return;
  }
  const target = place(sources, `${part.path}.weight`, found);
  const weight = target === undefined ? undefined : sources.base.get(target);
  if (target === undefined || !weight) return;
  const scale = sources.settings.wholeScale ?? moduleScale(sources.settings, part.path);
  if (scale === undefined) {
    found.problems.push({ path: part.path, reason: 'a pattern of rank_pattern or alpha_pattern is not run' });
    return;
  }
  const factors = { module: part.path, kind, a, b, scale, transposedWhenSquare: sources.turned };
  const term = lowRankTerm(factors, weight.shape);
  if (!term.ok) {
    found.problems.push({ path: part.path, reason: term.problem.reason });
    return;
  }
  const magnitude = tensor('magnitude') ?? tensor('mlx-magnitude');
  if (sources.settings.useDora && !magnitude) {
    found.problems.push({ path: part.path, reason: 'use_dora is set, but the module has no magnitude vector' });
    return;
  }
  add(found, target, magnitude ? { ...term.value, magnitude } : term.value);
  const bias = tensor('lora-bias');
  const biasTarget = target.replace(/\.weight$/, '.bias');
  if (bias && sources.base.has(biasTarget)) add(found, biasTarget, { kind: 'add', value: bias, scale });
}

/** The parameters of `target_parameters` that belong to the module at `path`. */
function parametersOf(targets: readonly string[], path: string): readonly string[] {
  return targets.flatMap((target) => {
    const cut = target.lastIndexOf('.');
    const module = target.slice(0, Math.max(0, cut));
    return path === module || path.endsWith(`.${module}`) ? [target.slice(cut + 1)] : [];
  });
}

/** PEFT wraps one parameter of a module around another and does not write the parameter's name: the shapes decide which it is. */
function addParameter(
  sources: ModuleSources,
  pair: Pair & { readonly parameters: readonly string[] },
  found: Found,
): void {
  const { part, a, b, parameters } = pair;
  const fitting = parameters.flatMap((parameter) => {
    const scale = moduleScale(sources.settings, `${part.path}.${parameter}`);
    if (scale === undefined) return [];
    const factors = { module: `${part.path}.${parameter}`, kind: 'parameter' as const, a, b, scale };
    const wanted = { path: part.path, parameter, factors, turned: sources.turned };
    return parameterTerms(sources, wanted) ?? [];
  });
  const [chosen] = fitting;
  found.paths.add(part.path);
  if (!chosen) {
    found.problems.push({ path: part.path, reason: NO_PARAMETER });
    return;
  }
  for (const [target, term] of chosen) add(found, target, term);
}

const NO_PARAMETER = 'no parameter of target_parameters has the shape that its factors multiply to';

function addTokenRows(
  sources: TermSources,
  path: string,
  { rows, found }: { readonly rows: TensorRef; readonly found: Found },
): void {
  const { tokenIndices } = sources.settings;
  const target = place(sources, `${path}.weight`, found);
  const base = target === undefined ? undefined : sources.base.get(target);
  if (target === undefined || !base) return;
  const indices = Array.isArray(tokenIndices) ? tokenIndices : indicesFor(tokenIndices ?? {}, path);
  const fits = indices?.length === rows.shape[0] && rows.shape[1] === base.shape[1];
  if (!indices || !fits || indices.some((index: number) => index >= (base.shape[0] ?? 0))) {
    found.problems.push({ path, reason: 'trainable_token_indices do not fit the saved rows' });
    return;
  }
  add(found, target, { kind: 'replace-rows', value: rows, rows: indices });
}

function indicesFor(byModule: object, path: string): readonly number[] | undefined {
  const entry = Object.entries(byModule).find(([key]) => path === key || path.endsWith(`.${key}`));
  return entry?.[1];
}

/** The base tensor of a path: under its own name, a renamed one, or the input embedding that a tied output layer shares. */
function place(sources: TermSources, path: string, found: Found): string | undefined {
  const has = (name: string) => sources.base.has(name);
  found.paths.add(path);
  const resolved = resolvePath(path, has) ?? tiedEmbedding(sources, path);
  if (!resolved) {
    found.unmatched.push(path);
    return undefined;
  }
  if (resolved.renames.length > 0) found.renamed.push({ path, base: resolved.path, renames: resolved.renames });
  return resolved.path;
}

/** A tied output layer has no tensor of its own on disk: what is merged into it is merged into the embedding. */
function tiedEmbedding(
  { base, tied }: TermSources,
  path: string,
): { path: string; renames: readonly string[] } | undefined {
  if (!tied || !/(^|\.)(lm_head|embed_out|output)\.weight$/.test(path)) return undefined;
  const embedding = [...base.keys()].find((name) =>
    /(^|\.)(embed_tokens|wte|embed_in|word_embeddings)\.weight$/.test(name),
  );
  return embedding === undefined ? undefined : { path: embedding, renames: [] };
}

function add(found: Found, target: string, term: UpdateTerm): void {
  const terms = found.terms.get(target);
  if (terms) terms.push(term);
  else found.terms.set(target, [term]);
}

function sameShape(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((size, at) => size === other[at]);
}
