import { pythonText } from './python-repr.ts';
import { Markup, type Value } from './python-values.ts';

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('>', '&gt;')
    .replaceAll('<', '&lt;')
    .replaceAll("'", '&#39;')
    .replaceAll('"', '&#34;');
}

/** markupsafe.escape: Markup stays as it is. */
export function escapeMarkup(value: Value): Markup {
  return value instanceof Markup ? value : new Markup(escapeHtml(pythonText(value)));
}
