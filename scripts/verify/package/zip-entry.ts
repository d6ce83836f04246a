// One entry of a zip: what the directory says of it, and whether the header before its content says the same.
//
//   directory entry (46): signature 4, made by 2, needed 2, flags 2, method 2, time 4, checksum 4, packed 4, bytes 4,
//                         lengths of name 2, extra 2, comment 2, disk 2, attributes 2 + 4, offset 4
//   local header (30):    signature 4, needed 2, flags 2, method 2, time 4, checksum 4, packed 4, bytes 4,
//                         lengths of name 2, extra 2
//   descriptor (12, 16):  [ signature 4 ], checksum 4, packed 4, bytes 4

import { UnreadableError } from "./unreadable.ts"

export interface Entry {
  readonly path: string
  readonly name: Buffer
  readonly flags: number
  readonly method: number
  readonly checksum: number
  readonly packedBytes: number
  readonly bytes: number
  readonly offset: number
  /** Where the next entry of the directory begins. */
  readonly next: number
}

const CENTRAL = 0x02014b50
export const LOCAL = 0x04034b50
const DESCRIPTOR = 0x08074b50

/** How hard the packer tried (two bits), that a descriptor follows, that the name is UTF-8; no encryption, no patches. */
const [LEVEL, DESCRIBED_AFTER, UTF8_NAME] = [0x0006, 0x0008, 0x0800]
/** APPNOTE.TXT 4.6.9: a name that some readers, Chromium among them, take in place of the entry's own. */
const UNICODE_PATH = 0x7075
/** APPNOTE.TXT 4.5.3: where the real value stands in an extra field, which packers write even if it is not needed. */
const ELSEWHERE = 0xffffffff
const [FILE_TYPE, SYMBOLIC_LINK] = [0xf000, 0xa000]

/** Reads an entry of the directory; throws UnreadableError. */
export function readDirectoryEntry(zip: Buffer, at: number): Entry {
  if (at + 46 > zip.length || zip.readUInt32LE(at) !== CENTRAL)
    throw new UnreadableError("the zip's directory is broken")
  const nameEnd = at + 46 + zip.readUInt16LE(at + 28)
  const extraEnd = nameEnd + zip.readUInt16LE(at + 30)
  const next = extraEnd + zip.readUInt16LE(at + 32)
  if (next > zip.length) throw new UnreadableError("the zip's directory is broken")
  const [name, flags] = [zip.subarray(at + 46, nameEnd), zip.readUInt16LE(at + 8)]
  const path = readPath(name, flags)
  if ((flags & ~(LEVEL | DESCRIBED_AFTER | UTF8_NAME)) !== 0) throw new UnreadableError(`${path} has unknown flags`)
  demandPlainExtra(zip.subarray(nameEnd, extraEnd), path)
  if (((zip.readUInt32LE(at + 38) >>> 16) & FILE_TYPE) === SYMBOLIC_LINK)
    throw new UnreadableError(`${path} is a symbolic link`)
  const [packedBytes, bytes, offset] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24), zip.readUInt32LE(at + 42)]
  if ([packedBytes, bytes, offset].includes(ELSEWHERE)) throw new UnreadableError(`${path} is too large`)
  const [method, checksum] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 16)]
  return { path, name, flags, method, checksum, packedBytes, bytes, offset, next }
}

/** Whether the header at the entry's offset says what the directory says; sums and sizes may be told afterwards. */
export function sameHeader(zip: Buffer, { path, name, flags, method, offset, ...entry }: Entry): boolean {
  const nameEnd = offset + 30 + zip.readUInt16LE(offset + 26)
  demandPlainExtra(zip.subarray(nameEnd, nameEnd + zip.readUInt16LE(offset + 28)), path)
  const told = [14, 18, 22].map((at) => zip.readUInt32LE(offset + at))
  const isTold = [entry.checksum, entry.packedBytes, entry.bytes].every((value, i) => told[i] === value)
  const isToldAfter = (flags & DESCRIBED_AFTER) !== 0 && told.every((value) => value === 0)
  return (
    zip.readUInt16LE(offset + 6) === flags &&
    zip.readUInt16LE(offset + 8) === method &&
    zip.subarray(offset + 30, nameEnd).equals(name) &&
    (isTold || isToldAfter)
  )
}

/** The length of the descriptor after the content, 0 where none is announced; throws UnreadableError for another one. */
export function descriptorBytes(zip: Buffer, { path, flags, checksum, packedBytes, bytes }: Entry, at: number): number {
  if ((flags & DESCRIBED_AFTER) === 0) return 0
  const own = Buffer.alloc(16)
  for (const [i, value] of [DESCRIPTOR, checksum, packedBytes, bytes].entries()) own.writeUInt32LE(value, 4 * i)
  if (zip.subarray(at, at + 16).equals(own)) return 16
  if (zip.subarray(at, at + 12).equals(own.subarray(4))) return 12
  throw new UnreadableError(`${path} is described in two ways`)
}

/** Names beyond ASCII must say that they are UTF-8, and be it: else some readers take them for another alphabet. */
function readPath(name: Buffer, flags: number): string {
  const isAscii = name.every((byte) => byte < 0x80)
  const path = name.toString("utf8")
  const isPlain = isAscii || ((flags & UTF8_NAME) !== 0 && Buffer.from(path).equals(name))
  if (!isPlain) throw new UnreadableError("a name in the zip is not UTF-8")
  return path
}

/** Fields: id (2) ‖ length (2) ‖ content; throws UnreadableError for those that name it anew. */
function demandPlainExtra(extra: Buffer, path: string): void {
  for (let at = 0; at < extra.length;) {
    const end = at + 4 > extra.length ? Number.POSITIVE_INFINITY : at + 4 + extra.readUInt16LE(at + 2)
    if (end > extra.length) throw new UnreadableError(`${path} has a broken extra field`)
    const id = extra.readUInt16LE(at)
    if (id === UNICODE_PATH) throw new UnreadableError(`${path} has a second name`)
    at = end
  }
}
