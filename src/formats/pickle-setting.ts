import type { PickleObject, PickleValue } from './pickle-value.ts';

/** A setting as plain data. `opaque` names the class or the kind of what cannot be told without running code. */
export type Setting =
  | null
  | boolean
  | number
  | string
  | readonly Setting[]
  | { readonly kind: 'dict'; readonly entries: ReadonlyMap<string, Setting> }
  | { readonly kind: 'opaque'; readonly of: string };

/** `model_init_kwargs` with a quantisation config nests three deep; shared values make deeper trees explode. */
const MAX_DEPTH = 4;
/** Longer lists are data, not settings. */
const MAX_ITEMS = 1000;

/**
 * Turns what a pickle describes into a setting. An enum is saved as a call of its class with its value
 * (`SchedulerType('linear')`) and becomes that value; so does a path. Classes are told from functions by their capital
 * letter (PEP 8), so `os.system('…')` stays opaque.
 */
export function pickleSetting(value: PickleValue): Setting {
  return convert(value, { depth: 0, left: MAX_ITEMS });
}

interface Budget {
  readonly depth: number;
  left: number;
}

function convert(value: PickleValue, budget: Budget): Setting {
  if (typeof value !== 'object' || value === null) return value;
  switch (value.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return within(value.kind, value.items.length, budget) ?? convertItems(value.items, budget);
    case 'dict':
      return within(value.kind, value.entries.length, budget) ?? convertEntries(value.entries, budget);
    case 'object':
      return enumValue(value) ?? { kind: 'opaque', of: value.global };
    case 'global':
      return { kind: 'opaque', of: value.name };
    case 'integer':
    case 'bytes':
    case 'persistent':
    case 'buffer':
    case 'cycle':
      return { kind: 'opaque', of: value.kind };
  }
}

function within(kind: string, size: number, budget: Budget): Setting | undefined {
  budget.left -= size;
  return budget.depth >= MAX_DEPTH || budget.left < 0 ? { kind: 'opaque', of: kind } : undefined;
}

function convertItems(items: readonly PickleValue[], budget: Budget): Setting {
  const inner = { depth: budget.depth + 1, left: budget.left };
  const settings = items.map((item) => convert(item, inner));
  budget.left = inner.left;
  return settings;
}

function convertEntries(entries: readonly [PickleValue, PickleValue][], budget: Budget): Setting {
  const inner = { depth: budget.depth + 1, left: budget.left };
  const settings = new Map<string, Setting>();
  for (const [key, value] of entries) {
    if (typeof key !== 'string') return { kind: 'opaque', of: 'dict' };
    settings.set(key, convert(value, inner));
  }
  budget.left = inner.left;
  return { kind: 'dict', entries: settings };
}

function enumValue({ global, args, state }: PickleObject): string | undefined {
  const isClass = /^[A-Z]/.test(global.slice(global.lastIndexOf('.') + 1));
  if (!isClass || state !== undefined || typeof args !== 'object' || args === null) return undefined;
  const [only] = args.kind === 'tuple' && args.items.length === 1 ? args.items : [];
  return typeof only === 'string' ? only : undefined;
}
