import { adapterParts } from '../adapter/adapter-parts.ts';
import { parseAdapterSettings } from '../adapter/adapter-settings.ts';
import { type ServerRule, serverRules } from '../adapter/server-rules.ts';
import type { AdapterConfig, AdapterTensor, AdapterWeights } from '../evidence/adapter-facts.ts';
import type { Damage } from '../evidence/damage.ts';
import { absent, found, type Gathered, unreadable } from '../evidence/gathered.ts';
import { adapterModules } from './adapter-modules.ts';
import { createDamageList } from './damage-list.ts';
import type { Folder } from './folder.ts';
import type { ModelWeights } from './model-weights.ts';
import { problemText } from './problem-text.ts';
import { CONFIG_LIMIT } from './read-json.ts';
import type { Reading } from './reading.ts';
import { tensorFacts } from './tensor-facts.ts';
import { openTensorFile, type TensorFile } from './tensor-file.ts';

const WHOLE_WEIGHTS = ['model.safetensors', 'model.safetensors.index.json'] as const;

/** adapter_model.safetensors: every tensor's norm and damage, every module's update (spec serving-contract.md B2 and B3). */
export async function gatherAdapterWeights(
  run: Folder | undefined,
  config: Gathered<AdapterConfig>,
  base: Gathered<ModelWeights>,
): Promise<Reading<AdapterWeights>> {
  const file = run?.find('adapter_model.safetensors');
  if (!file) return { gathered: withoutSafetensors(run), damage: [] };
  const opened = await openTensorFile(file);
  if (!opened.ok) return { gathered: unreadable(file.shown, problemText(opened.problem)), damage: [] };
  const { tensors, damage } = await readTensors(opened.value);
  const modules =
    config.state === 'found'
      ? await adapterModules(opened.value, config.value, base.state === 'found' ? base.value : undefined)
      : [];
  const servers = await rulesFor(run, opened.value);
  const weights = { path: file.shown, tensors, modules, ...(servers === undefined ? {} : { servers }) };
  return { gathered: found(weights, file.shown), damage };
}

/** What servers do with it; what is wrong with the configuration is said by its own artifact. */
async function rulesFor(run: Folder | undefined, tensors: TensorFile): Promise<readonly ServerRule[] | undefined> {
  const config = run?.find('adapter_config.json');
  const text = await config?.files.text(config.path, CONFIG_LIMIT);
  const settings = text?.ok ? parseAdapterSettings(text.value) : undefined;
  if (!settings?.ok) return undefined;
  const parts = adapterParts(tensors.header.tensors.keys());
  const ranks = parts.flatMap(({ role, tensor }) =>
    role === 'a' || role === 'embedding-a' ? [tensors.header.tensors.get(tensor)?.shape[0] ?? 0] : [],
  );
  return serverRules({
    settings: settings.value,
    parts,
    largestRank: ranks.reduce((most, rank) => Math.max(most, rank), 0),
  });
}

function withoutSafetensors(run: Folder | undefined): Gathered<never> {
  const pickle = run?.find('adapter_model.bin');
  if (pickle) return unreadable(pickle.shown, 'PyTorch pickle; Lockstep does not load it: save as safetensors');
  const missing = run?.show('adapter_model.safetensors') ?? 'run/adapter_model.safetensors';
  const whole = WHOLE_WEIGHTS.map((name) => run?.find(name)).find((file) => file !== undefined);
  if (whole === undefined || run?.find('adapter_config.json') !== undefined) return absent(missing);
  return absent(`${missing} (${whole.shown} holds whole weights: a full fine-tune has no adapter)`);
}

async function readTensors(
  file: TensorFile,
): Promise<{ readonly tensors: readonly AdapterTensor[]; readonly damage: readonly Damage[] }> {
  const tensors: AdapterTensor[] = [];
  const damage = createDamageList(file.file.shown);
  for (const info of file.header.tensors.values()) {
    const facts = await tensorFacts(file, info);
    if (facts.ok) tensors.push(facts.value);
    else damage.add(problemText(facts.problem));
  }
  return { tensors, damage: damage.entries() };
}
