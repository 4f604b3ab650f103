"""Writes images.json beside this file: small images and their size as the trainer sees it, after Pillow's exif_transpose."""
import base64, io, json, os, struct, zlib
from PIL import Image, ImageOps

SIZE = (5, 3)
found = []

def seen(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return ImageOps.exif_transpose(image).size

def add(name, kind, data):
    try:
        size = list(seen(data))
    except Exception as error:
        size = type(error).__name__
    found.append([name, kind, base64.b64encode(data).decode(), size])

def saved(kind, image=None, **options):
    out = io.BytesIO()
    (image or Image.new('RGB', SIZE, (200, 10, 60))).save(out, kind, **options)
    return out.getvalue()

def exif(value, big=False):
    data = Image.Exif(); data.endian = '>' if big else '<'
    data[0x0112] = value; data[0x010F] = 'maker'
    return data.tobytes()

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'

def chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

for value in range(0, 10):
    add(f'jpeg, orientation {value}', 'jpeg', saved('JPEG', exif=exif(value)))
add('jpeg, plain', 'jpeg', saved('JPEG'))
add('jpeg, progressive', 'jpeg', saved('JPEG', progressive=True))
add('jpeg, grey', 'jpeg', saved('JPEG', Image.new('L', SIZE)))
add('jpeg, big endian EXIF', 'jpeg', saved('JPEG', exif=exif(6, True)))
add('jpeg, XMP only', 'jpeg', saved('JPEG', xmp=XMP))
add('jpeg, EXIF against XMP', 'jpeg', saved('JPEG', xmp=XMP, exif=exif(1)))
add('jpeg, comment and thumbnail-like APP1', 'jpeg', saved('JPEG', comment=b'\xff\xc0\x00\x11\x08\x00\x09\x00\x09', exif=exif(8)))
plain = saved('JPEG')
add('jpeg, bytes between segments', 'jpeg', plain[:2] + b'\xff\xff\xff' + plain[3:20] + b'' + plain[20:])
# A directory that does not begin at byte 8.
moved = b'Exif\0\0' + b'II*\0' + struct.pack('<I', 20) + b'\0' * 12 + struct.pack('<H', 1) + struct.pack('<HHIHH', 0x112, 3, 1, 6, 0) + b'\0\0\0\0'
add('jpeg, directory further back', 'jpeg', saved('JPEG', exif=moved))
long = b'Exif\0\0' + b'II*\0' + struct.pack('<I', 8) + struct.pack('<H', 1) + struct.pack('<HHII', 0x112, 4, 1, 6) + b'\0\0\0\0'
add('jpeg, orientation as LONG', 'jpeg', saved('JPEG', exif=long))
pair = b'Exif\0\0' + b'II*\0' + struct.pack('<I', 8) + struct.pack('<H', 1) + struct.pack('<HHIHH', 0x112, 3, 2, 6, 6) + b'\0\0\0\0'
add('jpeg, two orientations', 'jpeg', saved('JPEG', exif=pair))
add('png, plain', 'png', saved('PNG'))
add('png, palette', 'png', saved('PNG', Image.new('P', SIZE)))
add('png, eXIf', 'png', saved('PNG', exif=exif(6)))
png = saved('PNG')
add('png, XMP', 'png', png[:33] + chunk(b'iTXt', b'XML:com.adobe.xmp\0\0\0\0\0' + XMP) + png[33:])
add('png, eXIf behind the data', 'png', png[:-12] + chunk(b'eXIf', exif(6)[6:]) + png[-12:])
add('gif', 'gif', saved('GIF'))
gif = bytearray(saved('GIF'))
gif[6:10] = struct.pack('<HH', 2, 2)
add('gif, first image larger than the canvas', 'gif', bytes(gif))
add('gif, animated', 'gif', saved('GIF', save_all=True, append_images=[Image.new('RGB', SIZE, c) for c in ((1, 2, 3), (9, 9, 9))], comment=b'hello'))
add('bmp', 'bmp', saved('BMP'))
bmp = saved('BMP')
flipped = bytearray(bmp); flipped[22:26] = struct.pack('<i', -3)
add('bmp, top to bottom', 'bmp', bytes(flipped))
row = b'\x01\x02\x03' * 5 + b'\0'
add('bmp, OS/2', 'bmp', b'BM' + struct.pack('<IHHI', 26 + 48, 0, 0, 26) + struct.pack('<IHHHH', 12, 5, 3, 1, 24) + row * 3)
add('webp, lossy', 'webp', saved('WEBP'))
add('webp, lossless', 'webp', saved('WEBP', lossless=True))
add('webp, alpha', 'webp', saved('WEBP', Image.new('RGBA', SIZE, (1, 2, 3, 4))))
add('webp, EXIF', 'webp', saved('WEBP', exif=exif(6)))
add('webp, EXIF without a turn', 'webp', saved('WEBP', exif=exif(1)))
add('webp, XMP', 'webp', saved('WEBP', xmp=XMP))
add('webp, animated', 'webp', saved('WEBP', save_all=True, append_images=[Image.new('RGB', SIZE)]))
add('png, 1 wide', 'png', saved('PNG', Image.new('RGB', (1, 70000))))

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'images.json'), 'w') as out:
    out.write('[\n' + ',\n'.join(json.dumps(one) for one in found) + '\n]\n')
for name, _, data, size in found:
    print(name, len(data), size)
