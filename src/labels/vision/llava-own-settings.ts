import * as v from 'valibot';
import { settings } from './setting-schemas.ts';

const { count, token, whole } = settings;

/** Arguments that the processors of LLaVA and LLaVA-NeXT share; released models keep them in processor_config.json. */
export const llavaOwnSettings = v.object({
  patch_size: v.nullish(whole),
  vision_feature_select_strategy: v.nullish(v.string()),
  num_additional_image_tokens: v.nullish(count, 0),
  image_token: v.nullish(token, '<image>'),
});
