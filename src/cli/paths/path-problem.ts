/** Why a path of the command line cannot be used. */
export interface PathProblem {
  /** As the user wrote it. */
  readonly path: string;
  /** A sentence part that begins with the path. */
  readonly reason: string;
  readonly fault: 'missing' | 'forbidden' | 'not-a-folder' | 'not-a-file' | 'other';
  /** Another path that may have been meant. */
  readonly near?: string;
}
