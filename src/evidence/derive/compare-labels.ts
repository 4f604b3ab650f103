import type { Region, TrainedRow } from '../trained-rows.ts';
import { isSupervised } from '../views/supervision.ts';

/** How a captured row differs from what was predicted for the same row of the data set, at the first token where it does. */
export type LabelDifference =
  | { readonly kind: 'same' }
  /** The ids agree, and one side puts a label on a token of this region that the other masks. */
  | {
      readonly kind: 'labels';
      readonly at: number;
      readonly region: Region;
      readonly captured: 'supervised' | 'masked';
    }
  /** One is the beginning of the other. */
  | { readonly kind: 'length'; readonly captured: 'shorter' | 'longer'; readonly at: number }
  /** The ids differ from here on; `region` is that of the predicted token. */
  | { readonly kind: 'ids'; readonly at: number; readonly region: Region }
  /** Captured, although the prediction drops the row or ends in an error. */
  | { readonly kind: 'not-predicted'; readonly because: 'dropped' | 'failed' };

/** A row as it is predicted, as far as a comparison looks at it. */
export type ComparedRow =
  | { readonly state: 'kept' | 'dropped'; readonly row: TrainedRow }
  | { readonly state: 'failed' };

/** Compares token for token; ids first, since labels of different ids say nothing. */
export function compareLabels(captured: TrainedRow, predicted: ComparedRow): LabelDifference {
  if (predicted.state !== 'kept') return { kind: 'not-predicted', because: predicted.state };
  const [ours, theirs] = [predicted.row, captured];
  const length = Math.min(ours.captured.ids.length, theirs.captured.ids.length);
  for (let at = 0; at < length; at += 1) {
    if (ours.captured.ids[at] !== theirs.captured.ids[at]) return { kind: 'ids', at, region: regionAt(ours, at) };
  }
  for (let at = 1; at < length; at += 1) {
    if (isSupervised(ours, at) === isSupervised(theirs, at)) continue;
    const state = isSupervised(theirs, at) ? 'supervised' : 'masked';
    return { kind: 'labels', at, region: regionAt(ours, at), captured: state };
  }
  if (ours.captured.ids.length === theirs.captured.ids.length) return { kind: 'same' };
  const isShorter = theirs.captured.ids.length < ours.captured.ids.length;
  return { kind: 'length', captured: isShorter ? 'shorter' : 'longer', at: length };
}

function regionAt(row: TrainedRow, at: number): Region {
  return row.regions[at] ?? 'template';
}
