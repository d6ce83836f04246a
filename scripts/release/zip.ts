// A zip file that depends on nothing but names and contents: stored, sorted, one fixed time.
// Stored, since what deflate makes of the same bytes differs between zlib's builds.
//
//   { local header (30) ‖ name ‖ content } … { central header (46) ‖ name } … end (22)

import { crc32 } from "node:zlib"

/** 1980-01-01 00:00, the first date a zip can hold. */
const [DOS_DATE, DOS_TIME] = [0x21, 0]
const VERSION = 20
const UTF8_NAMES = 0x0800

const STORED = 0

/** A zip of these files (path with `/` → content). */
export function zip(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const [path, content] of Array.from(files).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
    const name = Buffer.from(path)
    const fields = entryFields(name, content)
    const local = Buffer.concat([uint(4, 0x04034b50), uint(2, VERSION), fields, uint(2, 0), name, content])
    locals.push(local)
    const [madeBy, needed] = [uint(2, VERSION), uint(2, VERSION)] // made by FAT: no permissions
    const [extra, comment, disk, attributes] = [uint(2, 0), uint(2, 0), uint(2, 0), Buffer.alloc(2 + 4)]
    const head = Buffer.concat([uint(4, 0x02014b50), madeBy, needed, fields, extra, comment, disk, attributes])
    centrals.push(head, uint(4, offset), name)
    offset += local.length
  }
  const central = Buffer.concat(centrals)
  const [disks, comment] = [Buffer.alloc(2 + 2), uint(2, 0)]
  const counts = Buffer.concat([uint(2, files.size), uint(2, files.size)])
  const end = Buffer.concat([uint(4, 0x06054b50), disks, counts, uint(4, central.length), uint(4, offset), comment])
  return Buffer.concat([...locals, central, end])
}

/** What both headers hold: flags, method, time, checksum, both sizes, length of the name. */
function entryFields(name: Buffer, content: Uint8Array): Buffer {
  const [size, time] = [uint(4, content.length), Buffer.concat([uint(2, DOS_TIME), uint(2, DOS_DATE)])]
  return Buffer.concat([
    uint(2, UTF8_NAMES),
    uint(2, STORED),
    time,
    uint(4, crc32(content)),
    size,
    size,
    uint(2, name.length),
  ])
}

/** Little-endian. */
function uint(bytes: number, value: number): Buffer {
  const out = Buffer.alloc(bytes)
  out.writeUIntLE(value, 0, bytes)
  return out
}
