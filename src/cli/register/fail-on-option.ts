import { Option } from 'commander';
import { failLevels } from '../fail-levels.ts';

/** `--fail-on`; `levels` says what the three levels mean here, from the top. */
export function failOnOption(levels: string): Option {
  return new Option('--fail-on <level>', `exit with 1 from this level up: ${levels}`)
    .choices(failLevels)
    .default('broken');
}
