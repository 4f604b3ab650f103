/** Why a request is not the training prefix. One request can differ in several ways. */
export type PromptDifferenceKind =
  | 'bos'
  | 'system-prompt'
  | 'date'
  | 'generation-prompt'
  | 'think-block'
  | 'role-markers'
  | 'media'
  | 'white-space'
  | 'content'
  | 'tokens';

/** One request beside the training row it was compared with. */
export interface PromptPair {
  readonly requestId: string;
  readonly requestLine: number;
  readonly capturedRow: number;
  /** `same-example`: token for token; `same-shape`: everything around the user's text. */
  readonly basis: 'same-example' | 'same-shape';
  readonly kinds: readonly PromptDifferenceKind[];
  /** The training row up to its answer, and the request. */
  readonly training: PromptSide;
  readonly request: PromptSide;
  /** UTF-16 offset of the first difference in both texts; absent when equal. */
  readonly firstDifference?: number;
}

export interface PromptSide {
  readonly text: string;
  readonly ids: readonly number[];
  /** Piece of text of each id. */
  readonly pieces: readonly string[];
}

export interface PromptComparison {
  readonly path: string;
  readonly pairs: readonly PromptPair[];
  /** Requests for which no training row could be found to compare with. */
  readonly unmatched: number;
  /** Requests that were compared. */
  readonly compared: number;
}
