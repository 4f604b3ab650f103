import type { Place } from '../place.ts';
import type { TrainingSettings } from '../training-settings.ts';

/** Where a setting was read; nowhere when it has its default. */
export function settingPlaces({ values }: TrainingSettings, key: string): readonly Place[] {
  const setting = values[key];
  return setting === undefined ? [] : [{ kind: 'setting', path: setting.path, key, value: String(setting.value) }];
}
