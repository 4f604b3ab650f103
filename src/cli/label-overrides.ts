import type { LabelRunOptions } from '../label-run/label-run.ts';
import type { ConsoleIo } from './console-io.ts';
import { cannotLabel } from './messages/cannot-label.ts';
import { openFile } from './open-file.ts';
import { printMessage } from './print-message.ts';

type LabelOverrides = Pick<LabelRunOptions, 'data' | 'tokenizer' | 'template' | 'settings' | 'versions'>;

export interface LabelOverrideOptions {
  readonly data?: string;
  readonly tokenizer?: string;
  readonly template?: string;
  readonly config?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly trl?: string;
  readonly transformers?: string;
}

/** What the options name apart from the run folder; undefined after a message on stderr when one of them cannot be read. */
export async function labelOverrides(
  io: ConsoleIo,
  options: LabelOverrideOptions,
): Promise<LabelOverrides | undefined> {
  const read = await import('../read-label-options.ts');
  const { openDirectory } = await import('../source/directory.ts');
  const fail = (path: string, reason: string): undefined => {
    printMessage(io, cannotLabel(path, reason));
    return undefined;
  };
  const versions = {
    ...(options.trl === undefined ? {} : { trl: options.trl }),
    ...(options.transformers === undefined ? {} : { transformers: options.transformers }),
  };
  let settings: LabelOverrides['settings'] = {};
  if (options.config !== undefined) {
    const file = await openFile(io, options.config, cannotLabel);
    if (file === undefined) return undefined;
    const config = await read.readConfigFile(file);
    if (!config.ok) return fail(options.config, config.problem.reason);
    settings = config.value;
  }
  settings = { ...settings, ...read.settingsFrom(options.set) };
  let overrides: LabelOverrides = { versions, settings };
  if (options.tokenizer !== undefined) {
    const folder = await openDirectory(options.tokenizer, { allowOutside: true });
    if (!folder.ok) return fail(options.tokenizer, folder.problem.reason);
    overrides = { ...overrides, tokenizer: folder.value };
  }
  if (options.template !== undefined) {
    const file = await openFile(io, options.template, cannotLabel);
    if (file === undefined) return undefined;
    const source = await read.readTemplateFile(file);
    if (!source.ok) return fail(options.template, source.problem.reason);
    overrides = { ...overrides, template: { source: source.value, path: options.template } };
  }
  if (options.data === undefined) return overrides;
  const data = await openFile(io, options.data, cannotLabel);
  return data && { ...overrides, data: { files: data.files, path: data.name } };
}
