/** Paper cannot be unfolded: opens every fold before printing and closes those that were closed afterwards. */
export function openForPrint(): void {
  let undo: (() => void)[] = [];
  addEventListener('beforeprint', () => {
    undo = [...openFolds(), ...openGaps()];
  });
  addEventListener('afterprint', () => {
    for (const close of undo) close();
    undo = [];
  });
}

function openFolds(): (() => void)[] {
  return [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')].map((fold) => {
    fold.open = true;
    return () => {
      fold.open = false;
    };
  });
}

function openGaps(): (() => void)[] {
  return [...document.querySelectorAll<HTMLButtonElement>('button[aria-expanded="false"]')].map((button) => {
    button.click();
    return () => button.click();
  });
}
