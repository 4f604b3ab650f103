/**
 * The largest published budgets give 16,384 tokens an image (Qwen2-VL). Settings that ask for more than this come from a damaged or
 * hostile file, and writing the text out would only fill the memory.
 */
export const MAX_IMAGE_TOKENS = 1_000_000;
