import { errorText } from '../lib/error-text.ts';

/** Why the operating system refused, as the end of a sentence that begins with the path. */
export function reasonOf(error: unknown, noun: 'file' | 'folder'): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return `cannot be read: permission denied; make the ${noun} readable for the user who runs Lockstep`;
    case 'ENOTDIR':
      return noun === 'folder' ? 'is not a folder' : 'lies below something that is not a folder';
    case 'EISDIR':
      return 'is a folder, not a file';
    case 'ELOOP':
      return 'is a symbolic link that leads back to itself';
    case 'ENAMETOOLONG':
      return 'has a name that is too long for this system';
    case 'ERR_INVALID_ARG_VALUE':
      return 'has a name with a zero byte';
    default:
      return `cannot be read: ${errorText(error)}`;
  }
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return String(error.code);
}
