import { percent } from '../../lib/count-of.ts';
import type { AdapterModuleRow, AdapterReport, ModuleFlag } from '../../report/adapter-report.ts';
import { mergeWords } from './merge-words.ts';

export interface ModuleColumn {
  readonly title: string;
  readonly isText: boolean;
  /** Columns of a higher tier go first when the page is narrow. */
  readonly tier: 1 | 2 | 3;
  cell(row: AdapterModuleRow): string;
}

const FLAGS: Readonly<Record<ModuleFlag, string>> = {
  'not-finite': 'NaN or infinity',
  unreadable: 'not readable',
  'zero-update': 'zero',
  'not-in-base': 'not in the base',
  'scale-unknown': 'scale unknown',
  'tiny-update': 'tiny',
};

/** The columns of the module table that have something to show. `prefix` is left out of the names. */
export function moduleColumns(report: AdapterReport, prefix: string): readonly ModuleColumn[] {
  const all: readonly ModuleColumn[] = [
    {
      title: 'module',
      isText: true,
      tier: 1,
      cell: ({ name }) => name.slice(name.startsWith(prefix) ? prefix.length : 0),
    },
    { title: 'rank', isText: false, tier: 3, cell: ({ rank }) => numberText(rank) },
    { title: 'scale', isText: false, tier: 2, cell: ({ scale }) => numberText(scale) },
    { title: '‖A‖', isText: false, tier: 3, cell: ({ normA }) => numberText(normA) },
    { title: '‖B‖', isText: false, tier: 3, cell: ({ normB }) => numberText(normB) },
    {
      title: '‖ΔW‖',
      isText: false,
      tier: 3,
      cell: ({ updateNorm, flags }) => (isDamaged(flags) ? '' : numberText(updateNorm)),
    },
    {
      title: '‖ΔW‖/‖W‖',
      isText: false,
      tier: 2,
      cell: ({ updateOfWeight, flags }) => (isDamaged(flags) ? '' : shareText(updateOfWeight)),
    },
    { title: 'κ', isText: false, tier: 1, cell: ({ merge }) => factorText(merge?.kappa) },
    { title: 'right κ', isText: false, tier: 3, cell: ({ merge }) => factorText(merge?.expectedKappa) },
    { title: 'left of W', isText: false, tier: 2, cell: ({ merge }) => shareText(merge?.residualOfWeight) },
    { title: 'lost', isText: false, tier: 3, cell: ({ merge }) => shareText(merge?.lost) },
    { title: 'merge', isText: true, tier: 1, cell: ({ merge }) => (merge ? mergeWords[merge.verdict] : '') },
    { title: 'note', isText: true, tier: 1, cell: ({ flags }) => noteOf(flags) },
  ];
  return all.filter((column) => column.title === 'module' || report.modules.some((row) => column.cell(row) !== ''));
}

/** NaN has no size: what the finite values of a damaged module add up to would mislead. */
function isDamaged(flags: readonly ModuleFlag[]): boolean {
  return flags.includes('not-finite');
}

function noteOf(flags: readonly ModuleFlag[]): string {
  const sizes: readonly ModuleFlag[] = ['zero-update', 'tiny-update'];
  const shown = isDamaged(flags) ? flags.filter((flag) => !sizes.includes(flag)) : flags;
  return shown.map((flag) => FLAGS[flag]).join(', ');
}

function numberText(value: number | null): string {
  if (value === null) return '';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}

function factorText(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : value.toFixed(3);
}

function shareText(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : percent(value);
}
