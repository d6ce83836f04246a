// Zip files (APPNOTE.TXT 4.3), as strictly as browsers and stores write them: what two readers could read differently is
// refused. Readers differ in where they look for the directory, whose names, sizes and sums they believe, and in what
// they make of bytes that no entry claims.
//
//   { local header ‖ content ‖ descriptor, if announced } … { directory entry } … end record

import { crc32, inflateRawSync } from "node:zlib"
import { UnreadableError } from "./unreadable.ts"
import { descriptorBytes, type Entry, LOCAL, readDirectoryEntry, sameHeader } from "./zip-entry.ts"

const END = 0x06054b50
/** As bytes: it is looked for wherever a reader might. */
const ZIP64_LOCATOR = Buffer.from("PK\x06\x07", "latin1")
const END_BYTES = 22
/** The end record and the longest comment that may follow it: some readers search that far back. */
const SEARCHED_BYTES = END_BYTES + 0xffff + 20
const [STORED, DEFLATED] = [0, 8]
const MAX_FILE_BYTES = 64_000_000
const MAX_BYTES = 256_000_000

/** Path → content of every file; throws UnreadableError for what is no such zip. */
export function unzip(zip: Buffer): ReadonlyMap<string, Buffer> {
  const { directory, entries } = readDirectory(zip)
  demandNoGaps(zip, entries, directory)
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total > MAX_BYTES) throw new UnreadableError(`the zip holds ${total} bytes, more than ${MAX_BYTES}`)
  const files = new Map<string, Buffer>()
  for (const entry of entries) {
    if (entry.path.endsWith("/") && entry.bytes === 0) continue
    if (files.has(entry.path)) throw new UnreadableError(`${entry.path} is in the zip twice`)
    files.set(entry.path, readContent(zip, entry))
  }
  return files
}

interface Directory {
  /** Where it begins. */
  readonly directory: number
  readonly entries: readonly Entry[]
}

function readDirectory(zip: Buffer): Directory {
  const end = zip.length - END_BYTES
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new UnreadableError("expected a zip without a comment")
  if (zip.subarray(-SEARCHED_BYTES).includes(ZIP64_LOCATOR)) throw new UnreadableError("the zip has a second directory")
  const [count, directory] = [zip.readUInt16LE(end + 10), zip.readUInt32LE(end + 16)]
  const isWhole = zip.readUInt32LE(end + 4) === 0 && zip.readUInt16LE(end + 8) === count // one disk
  if (!isWhole || directory + zip.readUInt32LE(end + 12) !== end)
    throw new UnreadableError("the zip's directory does not end where it should")
  const entries: Entry[] = []
  for (let at = directory; at !== end;) {
    const entry = readDirectoryEntry(zip.subarray(0, end), at)
    entries.push(entry)
    at = entry.next
  }
  if (entries.length !== count) throw new UnreadableError(`the zip must have ${count} entries, got ${entries.length}`)
  return { directory, entries }
}

/** Every byte before the directory is some entry's, and of one entry only. */
function demandNoGaps(zip: Buffer, entries: readonly Entry[], directory: number): void {
  let at = 0
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    const { start } = contentOf(zip, entry)
    const end = start + entry.packedBytes
    if (entry.offset !== at || end > directory) throw new UnreadableError(`${entry.path} lies elsewhere in the zip`)
    at = end + descriptorBytes(zip, entry, end)
  }
  if (at !== directory) throw new UnreadableError("the zip holds bytes of no entry")
}

function contentOf(zip: Buffer, entry: Entry): { readonly start: number } {
  const { offset, path } = entry
  if (offset + 30 > zip.length || zip.readUInt32LE(offset) !== LOCAL)
    throw new UnreadableError(`${path} is not in the zip`)
  if (!sameHeader(zip, entry)) throw new UnreadableError(`${path} is described in two ways`)
  return { start: offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28) }
}

function readContent(zip: Buffer, entry: Entry): Buffer {
  const { path, packedBytes, bytes, checksum } = entry
  const { start } = contentOf(zip, entry)
  const content = unpack(zip.subarray(start, start + packedBytes), entry)
  if (content.length !== bytes || crc32(content) !== checksum) throw new UnreadableError(`${path} is damaged`)
  return content
}

function unpack(packed: Buffer, { method, path, bytes }: Entry): Buffer {
  if (method === STORED) return packed
  if (method !== DEFLATED) throw new UnreadableError(`${path} is packed in an unknown way`)
  if (bytes > MAX_FILE_BYTES) throw new UnreadableError(`${path} is too large`)
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(bytes, 1) })
  } catch (cause) {
    throw new UnreadableError(`${path} is damaged`, { cause })
  }
}
