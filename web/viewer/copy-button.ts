import { element } from './element.ts';

/** Copies what `source` shows; where the browser refuses (some do for files on disk) the text is selected instead. */
export function copyButton(source: HTMLElement, text: string): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'copy' }, 'Copy');
  button.addEventListener('click', () => {
    copy(source, text).then((word) => {
      button.textContent = word;
    });
  });
  return button;
}

async function copy(source: HTMLElement, text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied';
  } catch {
    getSelection()?.selectAllChildren(source);
    return 'Selected: press Ctrl+C';
  }
}
