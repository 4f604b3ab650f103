import type { LabelRunOptions } from '../label-run/label-run.ts';
import { ok, type Result } from '../lib/result.ts';
import { cannotLabel } from './messages/cannot-label.ts';
import { cannotOpen } from './messages/cannot-open.ts';
import { openFolder } from './paths/open-folder.ts';
import { openNamedFile } from './paths/open-named-file.ts';
import { openPattern } from './paths/open-pattern.ts';
import type { PathProblem } from './paths/path-problem.ts';
import { refused } from './refused.ts';
import type { UserMessage } from './user-message.ts';

type LabelOverrides = Pick<LabelRunOptions, 'data' | 'tokenizer' | 'template' | 'settings' | 'versions'>;
type Read = Promise<Result<LabelOverrides, UserMessage>>;

export interface LabelOverrideOptions {
  readonly data?: string;
  readonly tokenizer?: string;
  readonly template?: string;
  readonly config?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly trl?: string;
  readonly transformers?: string;
}

/** What the options name apart from the run folder, or why one of them cannot be read. */
export async function labelOverrides(options: LabelOverrideOptions): Read {
  const { trl, transformers } = options;
  const versions = {
    ...(trl === undefined ? {} : { trl }),
    ...(transformers === undefined ? {} : { transformers }),
  };
  let overrides: LabelOverrides = { versions };
  for (const read of [readSettings, readTokenizer, readTemplate, readData]) {
    const part = await read(options);
    if (!part.ok) return part;
    overrides = { ...overrides, ...part.value };
  }
  return ok(overrides);
}

async function readSettings({ config, set }: LabelOverrideOptions): Read {
  const { readConfigFile, settingsFrom } = await import('../read-label-options.ts');
  if (config === undefined) return ok({ settings: settingsFrom(set) });
  const file = await openNamedFile(config);
  if (!file.ok) return unopened(file.problem, '--config');
  const settings = await readConfigFile(file.value);
  if (!settings.ok) return refused(cannotLabel(config, settings.problem.reason));
  return ok({ settings: { ...settings.value, ...settingsFrom(set) } });
}

async function readTokenizer({ tokenizer }: LabelOverrideOptions): Read {
  if (tokenizer === undefined) return ok({});
  const folder = await openFolder(tokenizer, { allowOutside: true });
  return folder.ok ? ok({ tokenizer: folder.value }) : unopened(folder.problem, '--tokenizer');
}

async function readTemplate({ template }: LabelOverrideOptions): Read {
  if (template === undefined) return ok({});
  const { readTemplateFile } = await import('../read-label-options.ts');
  const file = await openNamedFile(template);
  if (!file.ok) return unopened(file.problem, '--template');
  const source = await readTemplateFile(file.value);
  if (!source.ok) return refused(cannotLabel(template, source.problem.reason));
  return ok({ template: { source: source.value, path: template } });
}

async function readData({ data }: LabelOverrideOptions): Read {
  if (data === undefined) return ok({});
  const found = await openPattern(data);
  if (!found.ok) return unopened(found.problem, '--data');
  return ok({ data: { files: found.value.files, path: found.value.name } });
}

function unopened(problem: PathProblem, option: string): Awaited<Read> {
  return refused(cannotOpen(problem, ['labels', option, problem.path]));
}
