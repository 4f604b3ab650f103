import { failPickle, type PickleMachine } from './pickle-machine.ts';

/** Reads the operands of opcodes; all of them move `machine.pos` and fail when the pickle ends too early. */
export const pickleRead = { bytes, skip, uint, int, long, double, text, line };

const NOTHING = new Uint8Array(0);

function bytes(machine: PickleMachine, length: number): Uint8Array {
  const end = machine.pos + length;
  if (!(end <= machine.bytes.length)) {
    failPickle(machine, `an opcode claims ${length} bytes, but ${machine.bytes.length - machine.pos} are left`);
    return NOTHING;
  }
  const taken = machine.bytes.subarray(machine.pos, end);
  machine.pos = end;
  return taken;
}

function skip(machine: PickleMachine, length: number): number {
  return bytes(machine, length).length;
}

/** Little-endian and unsigned; 8 bytes beyond 2^53 lose their last bits, which as a length is far too long anyway. */
function uint(machine: PickleMachine, width: 1 | 2 | 4 | 8): number {
  return bytes(machine, width).reduceRight((sum, byte) => sum * 256 + byte, 0);
}

function int(machine: PickleMachine): number {
  return uint(machine, 4) | 0;
}

/** Two's complement of any width, as LONG1 and LONG4 hold it. */
function long(machine: PickleMachine, length: number): bigint {
  const digits = bytes(machine, length);
  const unsigned = digits.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return digits.length > 0 ? BigInt.asIntN(digits.length * 8, unsigned) : 0n;
}

function double(machine: PickleMachine): number {
  const taken = bytes(machine, 8);
  return taken.length === 8 ? new DataView(taken.buffer, taken.byteOffset, 8).getFloat64(0) : 0;
}

function text(machine: PickleMachine, length: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes(machine, length));
  } catch {
    failPickle(machine, 'a string is not UTF-8');
    return '';
  }
}

/** The rest of the line, as latin-1, which the text opcodes of protocol 0 are a subset of. */
function line(machine: PickleMachine): string {
  const end = machine.bytes.indexOf(0x0a, machine.pos);
  if (end === -1) {
    failPickle(machine, 'the pickle ends inside a line');
    return '';
  }
  const taken = machine.bytes.subarray(machine.pos, end);
  machine.pos = end + 1;
  let result = '';
  for (const byte of taken) result += String.fromCharCode(byte);
  return result;
}
