import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IMAGE_HEAD_BYTES } from '../../src/formats/image-head-bytes.ts';
import { imageSize } from '../../src/formats/image-size.ts';

type Fixture = [name: string, kind: string, base64: string, size: [number, number]];

// Written by image-size/make_fixtures.py: what Pillow says after exif_transpose.
const fixtures = JSON.parse(readFileSync(new URL('image-size/images.json', import.meta.url), 'utf8')) as Fixture[];
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const fixture = (name: string) => {
  const found = fixtures.find(([one]) => one === name);
  if (!found) throw new Error(name);
  return bytesOf(found[2]);
};
const reason = (bytes: Uint8Array) => {
  const size = imageSize(bytes);
  return size.ok ? `${size.value.width} × ${size.value.height}` : size.problem.reason;
};
const changed = (name: string, at: number, ...values: number[]) => {
  const bytes = fixture(name).slice();
  bytes.set(values, at);
  return bytes;
};

describe('the size of an image, as the trainer sees it', () => {
  it.each(fixtures)('%s', (_, kind, base64, [width, height]) => {
    expect(imageSize(bytesOf(base64))).toMatchObject({ ok: true, value: { kind, width, height, turned: width === 3 } });
  });

  it('needs no more than the head of a file, whatever follows', () => {
    const png = fixture('png, plain');
    const long = new Uint8Array(IMAGE_HEAD_BYTES + 1000);
    long.set(png.subarray(0, 33));
    expect(imageSize(long)).toMatchObject({ ok: true, value: { width: 5, height: 3 } });
  });

  it('says that a WebP head does not show the orientation, instead of guessing', () => {
    const webp = fixture('webp, EXIF');
    expect(reason(webp.subarray(0, webp.length - 80))).toMatch(/EXIF data behind the bytes/);
  });

  it('tells the kind from the bytes: a name plays no part, and text is no image', () => {
    expect(imageSize(fixture('jpeg, plain'))).toMatchObject({ ok: true, value: { kind: 'jpeg' } });
    expect(reason(new TextEncoder().encode('<html>404 Not Found</html>'))).toMatch(/first bytes are not/);
    expect(reason(new Uint8Array())).toMatch(/empty/);
  });
});

describe('damaged and hostile images', () => {
  it.each(fixtures)(
    '%s cut at every byte is a size or a reason, and never another size',
    (_, __, base64, [width, height]) => {
      const bytes = bytesOf(base64);
      for (let end = 0; end < bytes.length; end++) {
        const size = imageSize(bytes.subarray(0, end));
        if (size.ok) expect([size.value.width, size.value.height].sort()).toEqual([width, height].sort());
        else expect(size.problem.reason).not.toBe('');
      }
    },
  );

  it('a side of 0 is no image', () => {
    expect(reason(changed('png, plain', 16, 0, 0, 0, 0))).toBe('the png header says 0 × 3 pixels');
    expect(reason(changed('bmp', 18, 0, 0, 0, 0))).toBe('the bmp header says 0 × 3 pixels');
    const jpeg = fixture('jpeg, plain');
    const frame = jpeg.findIndex((byte, at) => byte === 0xff && jpeg[at + 1] === 0xc0);
    expect(reason(changed('jpeg, plain', frame + 5, 0, 0))).toBe('the jpeg header says 5 × 0 pixels');
  });

  it('sides of 2^31 are refused as Pillow refuses them, before anything multiplies them', () => {
    expect(reason(changed('png, plain', 16, 0x80, 0, 0, 0))).toMatch(/2147483648 × 3 pixels; Pillow refuses/);
    expect(reason(changed('png, plain', 16, 255, 255, 255, 255, 255, 255, 255, 255))).toMatch(
      /4294967295 × 4294967295/,
    );
    expect(reason(changed('bmp', 22, 0, 0, 0, 0x80))).toMatch(/5 × 2147483648 pixels/);
  });

  it('a JPEG of segments without an end stops where the bytes stop', () => {
    const loop = new Uint8Array(IMAGE_HEAD_BYTES).fill(0xff);
    loop[1] = 0xd8;
    expect(reason(loop)).toMatch(/before its image data/);
    const zeroLengths = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0]);
    expect(reason(zeroLengths)).toMatch(/segment of 0 bytes/);
    const markers = new Uint8Array(100_000);
    for (let at = 0; at < markers.length; at += 4)
      markers.set([0xff, at === 0 ? 0xd8 : 0xe0, at === 0 ? 0xff : 0, at === 0 ? 0xe0 : 2], at);
    expect(imageSize(markers).ok).toBe(false);
  });

  it('a GIF whose sub-blocks never end, a PNG chunk of 4 GB and an EXIF directory that points outside are read to their end', () => {
    const gif = new Uint8Array(5_000).fill(0x21);
    gif.set(fixture('gif').subarray(0, 13));
    gif[10] = 0;
    expect(imageSize(gif).ok).toBe(false);
    const png = changed('png, eXIf', 33, 255, 255, 255, 255);
    expect(imageSize(png)).toMatchObject({ ok: true, value: { width: 5, height: 3 } });
    const jpeg = fixture('jpeg, orientation 6');
    const tiff = jpeg.findIndex((byte, at) => byte === 0x49 && jpeg[at + 1] === 0x49 && jpeg[at + 2] === 0x2a);
    expect(imageSize(changed('jpeg, orientation 6', tiff + 4, 255, 255, 255, 255))).toMatchObject({
      ok: true,
      value: { turned: false },
    });
  });

  it('any bytes behind any magic are a value', () => {
    const heads = fixtures.map(([, , base64]) => [...bytesOf(base64).subarray(0, 40)]);
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.nat(40), fc.uint8Array({ maxLength: 300 }), (head, keep, rest) => {
        const size = imageSize(new Uint8Array([...head.slice(0, keep), ...rest]));
        if (size.ok) expect(size.value.width * size.value.height).toBeGreaterThan(0);
        else expect(size.problem.reason).toBeTruthy();
      }),
      { numRuns: 2_000 },
    );
  });
});
