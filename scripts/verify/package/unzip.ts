// Zip files (APPNOTE.TXT 4.3), as strictly as browsers and stores write them: what two readers could read differently is refused.

import { crc32, inflateRawSync } from "node:zlib"
import { UnreadableError } from "./unreadable.ts"

const [END, CENTRAL, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50]
const [STORED, DEFLATED] = [0, 8]
const MAX_FILE_BYTES = 64_000_000
const END_BYTES = 22
const ENCRYPTED = 1

/** Path → content of every file; throws UnreadableError for what is no such zip. */
export function unzip(zip: Buffer): ReadonlyMap<string, Buffer> {
  const end = zip.length - END_BYTES
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new UnreadableError("expected a zip without a comment")
  const count = zip.readUInt16LE(end + 10)
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let i = 0; i < count; i++) {
    const entry = readCentral(zip, at)
    at = entry.next
    if (entry.path.endsWith("/")) continue
    if (files.has(entry.path)) throw new UnreadableError(`${entry.path} is in the zip twice`)
    files.set(entry.path, readContent(zip, entry))
  }
  if (at !== end) throw new UnreadableError("the zip's directory does not end where it should")
  return files
}

interface Entry {
  readonly path: string
  readonly method: number
  readonly checksum: number
  readonly packedBytes: number
  readonly bytes: number
  readonly offset: number
  readonly next: number
}

function readCentral(zip: Buffer, at: number): Entry {
  if (at + 46 > zip.length || zip.readUInt32LE(at) !== CENTRAL)
    throw new UnreadableError("the zip's directory is broken")
  if ((zip.readUInt16LE(at + 8) & ENCRYPTED) !== 0) throw new UnreadableError("the zip is encrypted")
  const nameEnd = at + 46 + zip.readUInt16LE(at + 28)
  return {
    path: zip.subarray(at + 46, nameEnd).toString("utf8"),
    method: zip.readUInt16LE(at + 10),
    checksum: zip.readUInt32LE(at + 16),
    packedBytes: zip.readUInt32LE(at + 20),
    bytes: zip.readUInt32LE(at + 24),
    offset: zip.readUInt32LE(at + 42),
    next: nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32),
  }
}

function readContent(zip: Buffer, { path, method, checksum, packedBytes, bytes, offset }: Entry): Buffer {
  if (offset + 30 > zip.length || zip.readUInt32LE(offset) !== LOCAL)
    throw new UnreadableError(`${path} is not in the zip`)
  const nameEnd = offset + 30 + zip.readUInt16LE(offset + 26)
  if (zip.subarray(offset + 30, nameEnd).toString("utf8") !== path) throw new UnreadableError(`${path} has two names`)
  const start = nameEnd + zip.readUInt16LE(offset + 28)
  const content = unpack(zip.subarray(start, start + packedBytes), method, path)
  if (content.length !== bytes || crc32(content) !== checksum) throw new UnreadableError(`${path} is damaged`)
  return content
}

function unpack(packed: Buffer, method: number, path: string): Buffer {
  if (method === STORED) return packed
  if (method !== DEFLATED) throw new UnreadableError(`${path} is packed in an unknown way`)
  try {
    return inflateRawSync(packed, { maxOutputLength: MAX_FILE_BYTES })
  } catch (cause) {
    throw new UnreadableError(`${path} is damaged`, { cause })
  }
}
