// The pattern of TRL's has_generation_markers and of transformers' warning (chat_template_utils.py in both); they know no other spelling.
const MARKER = /\{%-?\s*generation\s*-?%\}/;

/** Whether a chat template opens a generation block, as TRL finds out. A block written `{%+ generation %}` is overlooked by it. */
export function hasGenerationMarkers(source: string): boolean {
  return MARKER.test(source);
}
