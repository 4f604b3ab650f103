/** Tensor names have some 80 characters; a hostile file may have names of megabytes. */
const MOST = 200;

/** A name that a file gives, for a message: in quotes, with everything escaped that could break the line. */
export function quotedName(name: string): string {
  return JSON.stringify(name.length > MOST ? `${name.slice(0, MOST)}…` : name);
}
