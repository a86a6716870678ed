import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { Refusal } from '../errors.ts';
import { limits, tooLarge } from './limits.ts';

/** A zip archive of which parts are unpacked one by one, all together within `limits.unpacked`, whatever it claims. */
export interface Zip {
  /** @returns null where there is no part of that name. @throws Refusal */
  unpack(name: string): Promise<Buffer | null>;
}

interface Part {
  method: number;
  encrypted: boolean;
  packedSize: number;
  /** Of its local header. */
  at: number;
}

const damaged = (reason: string): Refusal => new Refusal('table-damaged', { reason });

/** @throws Refusal where the bytes are no zip archive, or a damaged one. */
export function openZip(bytes: Uint8Array): Zip {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = within(() => listParts(buffer));
  let left: number = limits.unpacked;
  return {
    async unpack(name) {
      const part = parts.get(name.replace(/^\//, '').toLowerCase());
      if (!part) return null;
      if (part.encrypted) throw damaged('encrypted');
      const packed = within(() => packedBytes(buffer, part));
      const unpacked = part.method === 0 ? packed : await inflate(packed, { method: part.method, left });
      left -= unpacked.length;
      if (left <= 0) throw tooLarge('unpacked');
      return unpacked;
    },
  };
}

/** A number that points out of the file is a damage, not a fault of ours. */
function within<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof RangeError) throw damaged('zip');
    throw error;
  }
}

/** PKWARE APPNOTE 4.3.12 to 4.3.16: the directory at the end of the archive, by lower-case names. */
function listParts(buffer: Buffer): Map<string, Part> {
  const end = buffer.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end === -1) throw damaged('zip');
  let count = buffer.readUInt16LE(end + 10);
  let at = buffer.readUInt32LE(end + 16);
  const zip64 = end >= 20 && buffer.readUInt32LE(end - 20) === 0x07064b50;
  if (zip64) {
    const there = Number(buffer.readBigUInt64LE(end - 12));
    count = Number(buffer.readBigUInt64LE(there + 32));
    at = Number(buffer.readBigUInt64LE(there + 48));
  }
  if (count > 10_000) throw damaged('zip');
  const parts = new Map<string, Part>();
  for (let n = 0; n < count; n += 1) {
    if (buffer.readUInt32LE(at) !== 0x02014b50) throw damaged('zip');
    const nameEnd = at + 46 + buffer.readUInt16LE(at + 28);
    const extraEnd = nameEnd + buffer.readUInt16LE(at + 30);
    const name = buffer
      .toString('utf8', at + 46, nameEnd)
      .replaceAll('\\', '/')
      .toLowerCase();
    parts.set(name, {
      method: buffer.readUInt16LE(at + 10),
      encrypted: (buffer.readUInt16LE(at + 8) & 1) === 1,
      ...placeOf(buffer, { at, extra: nameEnd, extraEnd }),
    });
    at = extraEnd + buffer.readUInt16LE(at + 32);
  }
  return parts;
}

/** Where size and place stand that need no more than 32 bits, and where those that need more (4.5.3). */
function placeOf(
  buffer: Buffer,
  { at, extra, extraEnd }: { at: number; extra: number; extraEnd: number },
): Pick<Part, 'packedSize' | 'at'> {
  const unpackedSize = buffer.readUInt32LE(at + 24);
  let packedSize = buffer.readUInt32LE(at + 20);
  let place = buffer.readUInt32LE(at + 42);
  for (let field = extra; field + 4 <= extraEnd; field += 4 + buffer.readUInt16LE(field + 2)) {
    if (buffer.readUInt16LE(field) !== 1) continue;
    let value = field + 4 + (unpackedSize === 0xffffffff ? 8 : 0);
    if (packedSize === 0xffffffff) {
      packedSize = Number(buffer.readBigUInt64LE(value));
      value += 8;
    }
    if (place === 0xffffffff) place = Number(buffer.readBigUInt64LE(value));
  }
  return { packedSize, at: place };
}

function packedBytes(buffer: Buffer, { at, packedSize }: Part): Buffer {
  if (buffer.readUInt32LE(at) !== 0x04034b50) throw damaged('zip');
  const start = at + 30 + buffer.readUInt16LE(at + 26) + buffer.readUInt16LE(at + 28);
  if (start + packedSize > buffer.length) throw damaged('zip');
  return buffer.subarray(start, start + packedSize);
}

async function inflate(packed: Buffer, { method, left }: { method: number; left: number }): Promise<Buffer> {
  if (method !== 8) throw damaged(`zip ${method}`);
  try {
    return await promisify(inflateRaw)(packed, { maxOutputLength: Math.max(left, 1) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge('unpacked');
    throw damaged((error as Error).message);
  }
}
