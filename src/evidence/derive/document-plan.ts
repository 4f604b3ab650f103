import type { Plan } from '../../labels/trl/plan.ts';

/**
 * The plan by which one row is judged alone. A pack is judged by its documents: `bfd` cuts one as a row would be, the other strategies
 * carry its rest over into another pack, and none drops it (spec/trl-labels.md 2.8).
 */
export function documentPlan(plan: Plan): Plan {
  const { config, behaviour } = plan;
  if (!config.packing || plan.isUnprepared) return { ...plan, config: { ...config, packing: false } };
  const isCut = behaviour.packsByBestFit && behaviour.overlong === 'cut' && config.packing_strategy === 'bfd';
  return {
    ...plan,
    config: { ...config, packing: false, max_length: isCut ? config.max_length : null, truncation_mode: 'keep_start' },
    behaviour: { ...behaviour, dropsMaskedRows: false },
  };
}
