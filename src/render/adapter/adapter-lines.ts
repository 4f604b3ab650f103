import { countOf, percent } from '../../lib/count-of.ts';
import type { AdapterReport } from '../../report/adapter-report.ts';

/** Sentences about an adapter that the terminal and Markdown share. */
export interface AdapterLines {
  readonly settings: string;
  readonly reading: readonly string[];
  readonly keys: readonly string[];
  readonly converted: readonly string[];
}

export function adapterLines(report: AdapterReport): AdapterLines {
  return {
    settings: settingsLine(report),
    reading: readingLines(report),
    keys: keyLines(report),
    converted: convertedLines(report),
  };
}

/** Examples of a long list. */
const SHOWN = 3;

/** What was compared and how sure it is. */
function readingLines({ merge }: AdapterReport): readonly string[] {
  if (merge === undefined) return [];
  const { reading, untouched } = merge;
  const { exact, tensorsRead, tensors, bytesRead, bytesTotal, unseenShare } = reading;
  const read = `${countOf(tensorsRead, tensors, 'tensors')} compared, ${megabytes(bytesRead)} of ${megabytes(bytesTotal)} read`;
  if (tensorsRead === 0) return ['No tensor of base and merge could be compared.', ...namesApart(merge)];
  const sure =
    exact || bytesRead >= bytesTotal
      ? 'every value was read'
      : `parts of rows were sampled: what differs in more than ${percent(unseenShare)} of a tensor would have been seen with 99 % probability; --exact reads everything`;
  return [
    `${read}; ${sure}.`,
    `${countOf(untouched.equal, untouched.compared, 'tensors that the adapter leaves alone equal the base')}${examples(untouched.different)}.`,
    ...namesApart(merge),
  ];
}

/** Tensors that base and merge do not share. */
function namesApart({ missing, added, reshaped }: NonNullable<AdapterReport['merge']>): readonly string[] {
  return [
    ...(missing.length === 0 ? [] : [`Missing in the merge: ${missing.length}${examples(missing)}.`]),
    ...(added.length === 0 ? [] : [`Only in the merge: ${added.length}${examples(added)}.`]),
    ...(reshaped.length === 0 ? [] : [`Of another shape in the merge: ${reshaped.length}${examples(reshaped)}.`]),
  ];
}

/** What the configuration says, in a few words each. */
function settingsLine({ settings, format, alpha, wholeTensors }: AdapterReport): string {
  if (settings === undefined)
    return `GGUF adapter, alpha ${alpha ?? 'unknown'}; llama.cpp counts every update ${alpha === 0 ? 'once where alpha is 0' : 'alpha / rank times'}`;
  const { r, loraAlpha, useRslora, useDora, wholeScale, rankPattern, alphaPattern, bias, unusual } = settings;
  const patterns = Object.keys(rankPattern).length + Object.keys(alphaPattern).length;
  const words = [
    format === 'mlx'
      ? `MLX adapter, rank ${r}, scale ${wholeScale ?? 'unknown'}`
      : `PEFT LoRA, r ${r}, alpha ${loraAlpha}`,
    useRslora ? 'rslora (alpha / √r)' : '',
    useDora ? 'DoRA' : '',
    patterns > 0 ? `${patterns} rank and alpha patterns` : '',
    bias === 'none' ? '' : `bias ${bias}`,
    wholeTensors.length > 0 ? `${wholeTensors.length} whole tensors` : '',
    ...unusual,
  ];
  return words.filter((word) => word !== '').join(', ');
}

/** The adapter's names against the base's. */
function keyLines({ keyMap }: AdapterReport): readonly string[] {
  if (keyMap === undefined) return [];
  const { named, matched, renamed, suffixOnly, unmatched, halves, parts } = keyMap;
  const [first] = renamed;
  return [
    `${countOf(matched, named, 'names are in the base')}: ${parts.language} language, ${parts.vision} vision, ${parts.projector} projector.`,
    ...(first === undefined
      ? []
      : [
          `${countOf(renamed.length, named, 'names fit only after a known renaming')} (${first.renames.join('; ')}): ${first.path} is ${first.base} in the base. A loader that does not know the renaming leaves them out.`,
        ]),
    ...(unmatched.length === 0 ? [] : [`Not in the base: ${unmatched.length}${examples(unmatched)}.`]),
    ...(suffixOnly.length === 0
      ? []
      : [
          `${suffixOnly.length} of these end like a module of the base but lie under another path${examples(suffixOnly)}; vLLM accepts such an adapter and serves the base.`,
        ]),
    ...(halves.length === 0 ? [] : [`A or B without its other half: ${halves.length}${examples(halves)}.`]),
  ];
}

/** GGUF files beside the adapter whose factor is another one. */
function convertedLines({ converted, modules }: AdapterReport): readonly string[] {
  return converted.map(({ path, differences }) => {
    const [first] = differences;
    if (first === undefined) return `${path} counts every update as in training.`;
    return `${path}: ${countOf(differences.length, modules.length, 'modules count another number of times')}, for example ${first.module}: ${Number(first.served.toPrecision(4))} instead of ${Number(first.trained.toPrecision(4))}.`;
  });
}

function examples(names: readonly string[]): string {
  if (names.length === 0) return '';
  return ` (${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ', …' : ''})`;
}

function megabytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}
