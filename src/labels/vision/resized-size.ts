import { ok, type Result } from '../../lib/result.ts';
import type { TrainerFailure } from '../training-setup.ts';
import { fail } from '../trl/fail.ts';
import { roundHalfEven } from './round-half-even.ts';
import type { SizeSetting } from './setting-schemas.ts';
import type { PixelSize } from './vision-processor.ts';

/** `get_size_with_aspect_ratio`: the shorter side becomes `shortest` unless the longer one would pass `longest`. */
function withinBoth({ width, height }: PixelSize, shortest: number, longest: number): PixelSize {
  const low = Math.min(width, height);
  const high = Math.max(width, height);
  let side = shortest;
  let exact = shortest;
  if ((high / low) * shortest > longest) {
    exact = (longest * low) / high;
    side = roundHalfEven(exact);
  }
  if ((height <= width && height === side) || (width <= height && width === side)) return { width, height };
  if (width < height) return { width: side, height: Math.trunc((exact * height) / width) };
  return { width: Math.trunc((exact * width) / height), height: side };
}

function target(size: PixelSize, to: SizeSetting): PixelSize | undefined {
  const {
    height,
    longest_edge: longest,
    max_height: maxHeight,
    max_width: maxWidth,
    shortest_edge: shortest,
    width,
  } = to;
  if (shortest && longest) return withinBoth(size, shortest, longest);
  if (shortest) {
    const [low, high] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
    const far = Math.trunc((shortest * high) / low);
    return size.width <= size.height ? { width: shortest, height: far } : { width: far, height: shortest };
  }
  if (maxHeight && maxWidth) {
    const scale = Math.min(maxHeight / size.height, maxWidth / size.width);
    return { width: Math.trunc(size.width * scale), height: Math.trunc(size.height * scale) };
  }
  return height && width ? { width, height } : undefined;
}

/** Size after the `resize` that image processors share (image_processing_backends.py, 5.18). ValueError as it raises it. */
export function resizedSize(size: PixelSize, to: SizeSetting): Result<PixelSize, TrainerFailure> {
  const result = target(size, to);
  if (!result) {
    return fail(
      'ValueError',
      "Size must contain 'height' and 'width' keys, or 'max_height' and 'max_width', or 'shortest_edge' key.",
    );
  }
  if (result.width < 1 || result.height < 1) {
    return fail(
      'ValueError',
      `height and width must be > 0: ${size.width} × ${size.height} becomes ${result.width} × ${result.height}`,
    );
  }
  return ok(result);
}
