import type { GatheredEvidence } from '../evidence/evidence.ts';
import { found, type Gathered } from '../evidence/gathered.ts';
import type { Setting } from '../evidence/training-settings.ts';
import type { ProcessorSource } from '../labels/vision/processor-fields.ts';
import type { RunFiles } from '../source/run-files.ts';
import { gatherAdapterConfig } from './adapter-config.ts';
import { gatherCapture } from './capture.ts';
import { gatherCaptureMeta } from './capture-meta.ts';
import { type DataFiles, findDataFiles } from './data-files.ts';
import { type Folder, folderAt, openTree } from './folder.ts';
import { gatherGenerationConfigs } from './generation-configs.ts';
import { findPlaces, type Places } from './layout.ts';
import { gatherProcessor } from './processor-files.ts';
import { gatherRequests } from './requests.ts';
import { gatherTask } from './task.ts';
import { gatherTemplates } from './templates.ts';
import { gatherTokenizer } from './tokenizer.ts';
import { gatherTrainingSettings } from './training-settings.ts';
import { gatherVersions } from './versions.ts';

/** What the user named apart from the run folder; each wins over what lies in it. */
export interface LabelOverrides {
  /** Folder with tokenizer.json and its chat template. */
  readonly tokenizer?: RunFiles;
  /** Source of a chat template, and where it is from. */
  readonly template?: { readonly source: string; readonly path: string };
  readonly settings?: Readonly<Record<string, Setting>>;
  readonly versions?: Readonly<Record<string, string>>;
  readonly data?: { readonly files: RunFiles; readonly path: string };
}

export interface LabelInputs {
  readonly evidence: Pick<
    GatheredEvidence,
    'tokenizer' | 'templates' | 'trainingSettings' | 'versions' | 'capture' | 'requests' | 'generationConfigs' | 'task'
  >;
  readonly data: DataFiles | undefined;
  /** Why there is no data, when something was named. */
  readonly dataProblem?: string;
  /** For rows with images. */
  readonly processor: Gathered<ProcessorSource>;
  /** The tokenizer's files as text, to load it again on another thread. */
  readonly tokenizerFiles: Readonly<Record<'json' | 'config', string | undefined>>;
}

const TOKENIZER_LIMIT = 128 * 1024 * 1024;

/** Reads from a run folder what decides labels, and nothing else. */
export async function gatherLabelInputs(files: RunFiles, given: LabelOverrides): Promise<LabelInputs> {
  const own = await findPlaces(files);
  const places = given.tokenizer === undefined ? own : await withTokenizerFolder(own, given.tokenizer);
  const { run, base, capture: captureFolder, inference } = places.folders;
  const meta = await gatherCaptureMeta(captureFolder);
  const [settings, capture, tokenizer, templates, generationConfigs, requests, adapter] = await Promise.all([
    gatherTrainingSettings(own.folders.run, meta),
    gatherCapture(captureFolder, meta),
    gatherTokenizer([
      { side: 'run', folder: run },
      { side: 'base', folder: base },
    ]),
    gatherTemplates(places),
    gatherGenerationConfigs(places),
    gatherRequests(inference),
    gatherAdapterConfig(own.folders.run),
  ]);
  const versions = await gatherVersions(own.folders.run, meta, adapter.gathered);
  const data = await dataFiles(own, given.data);
  const side = [run, base].find((folder) => folder?.find('tokenizer.json') !== undefined);
  return {
    evidence: {
      tokenizer: tokenizer.gathered,
      templates: withTemplate(templates.gathered, given.template),
      trainingSettings: withSettings(settings.gathered, given.settings),
      versions: withVersions(versions, given.versions),
      capture,
      requests,
      generationConfigs: generationConfigs.gathered,
      task: gatherTask(places.yaml, { state: 'absent', looked: ['predictions.jsonl'] }),
    },
    ...data,
    processor: await gatherProcessor([run, base]),
    tokenizerFiles: { json: await textOf(side, 'tokenizer.json'), config: await textOf(side, 'tokenizer_config.json') },
  };
}

async function withTokenizerFolder(places: Places, files: RunFiles): Promise<Places> {
  const run = folderAt(await openTree(files, files.root), '');
  return { ...places, folders: { ...places.folders, run } };
}

async function textOf(folder: Folder | undefined, name: string): Promise<string | undefined> {
  const file = folder?.find(name);
  const text = await file?.files.text(file.path, TOKENIZER_LIMIT);
  return text?.ok ? text.value : undefined;
}

async function dataFiles(
  places: Places,
  given: LabelOverrides['data'],
): Promise<Pick<LabelInputs, 'data' | 'dataProblem'>> {
  if (given === undefined) return { data: places.trainSet };
  const found = await findDataFiles(await openTree(given.files, ''), given.path, 'train');
  return found.ok ? { data: found.value } : { data: undefined, dataProblem: found.problem.reason };
}

function withTemplate(
  templates: LabelInputs['evidence']['templates'],
  given: LabelOverrides['template'],
): LabelInputs['evidence']['templates'] {
  if (given === undefined) return templates;
  const place = { side: 'run', place: 'chat_template.jinja', name: 'default', ...given } as const;
  const others = templates.state === 'found' ? templates.value.places : [];
  return found(
    { places: [place, ...others.filter(({ side, name }) => side !== 'run' || name !== 'default')] },
    given.path,
  );
}

function withSettings(
  settings: LabelInputs['evidence']['trainingSettings'],
  given: LabelOverrides['settings'],
): LabelInputs['evidence']['trainingSettings'] {
  const [first] = Object.values(given ?? {});
  if (given === undefined || first === undefined) return settings;
  const before = settings.state === 'found' ? settings.value.values : {};
  return found({ values: { ...before, ...given } }, first.path);
}

function withVersions(
  versions: LabelInputs['evidence']['versions'],
  given: LabelOverrides['versions'],
): LabelInputs['evidence']['versions'] {
  if (given === undefined || Object.keys(given).length === 0) return versions;
  const before = versions.state === 'found' ? versions.value.libraries : {};
  const named = Object.entries(given).map(
    ([library, version]) => [library, { version, path: 'the command line' }] as const,
  );
  return found({ libraries: { ...before, ...Object.fromEntries(named) } }, 'the command line');
}
