// Zips as a test wants them, good or bad (APPNOTE.TXT 4.3), put together by hand.

import { crc32 } from "node:zlib"

export interface MadeEntry {
  readonly name: string
  readonly content: Buffer
  readonly flags?: number
  /** What the header before the content says, where it is not the same. */
  readonly local?: {
    readonly name?: string
    readonly flags?: number
    readonly checksum?: number
    readonly extra?: Buffer
  }
  readonly extra?: Buffer
  /** Follows the content. */
  readonly descriptor?: Buffer
  readonly attributes?: number
  readonly comment?: Buffer
}

export interface MadeEnd {
  readonly count?: number
  readonly disk?: number
  /** Added to what the end record says of the directory. */
  readonly sizeChange?: number
  readonly before?: Buffer
  readonly between?: Buffer
  readonly after?: Buffer
}

/** The zip; stored, sorted as given. */
export function makeZip(entries: readonly MadeEntry[], end: MadeEnd = {}): Buffer {
  const { before = Buffer.of(), between = Buffer.of(), after = Buffer.of() } = end
  let offset = before.length
  const [locals, centrals]: [Buffer[], Buffer[]] = [[], []]
  for (const entry of entries) {
    const { flags = 0, local = {}, extra = Buffer.of(), descriptor = Buffer.of(), comment = Buffer.of() } = entry
    const isTold = local.checksum === undefined
    const head = header(entry, local.flags ?? flags, local.checksum, isTold ? entry.content.length : 0)
    const [name, localExtra] = [Buffer.from(local.name ?? entry.name), local.extra ?? Buffer.of()]
    const lengths = Buffer.concat([uint16(name.length), uint16(localExtra.length)])
    locals.push(Buffer.concat([Buffer.from("PK\x03\x04"), head, lengths, name, localExtra, entry.content, descriptor]))
    const own = Buffer.from(entry.name)
    centrals.push(
      Buffer.concat([Buffer.from("PK\x01\x02"), uint16(20), header(entry, flags)]),
      Buffer.concat([own.length, extra.length, comment.length, 0, 0].map(uint16)),
      Buffer.concat([uint32(entry.attributes ?? 0), uint32(offset), own, extra, comment]),
    )
    offset += locals.at(-1)?.length ?? 0
  }
  const central = Buffer.concat(centrals)
  const counts = [end.disk ?? 0, 0, entries.length, end.count ?? entries.length].map(uint16)
  const sizes = [central.length + (end.sizeChange ?? 0), offset + between.length].map(uint32)
  const record = Buffer.concat([Buffer.from("PK\x05\x06"), ...counts, ...sizes, uint16(0)])
  return Buffer.concat([before, ...locals, between, central, record, after])
}

/** A descriptor as it follows a content. */
export function descriptorOf(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from("PK\x07\x08"), ...[crc32(content), content.length, content.length].map(uint32)])
}

/** An extra field. */
export function extraField(id: number, content: Buffer): Buffer {
  return Buffer.concat([uint16(id), uint16(content.length), content])
}

/** Info-ZIP's Unicode path (APPNOTE.TXT 4.6.9): another name for the entry of this name. */
export function unicodePath(name: string, other: string): Buffer {
  return extraField(0x7075, Buffer.concat([Buffer.of(1), uint32(crc32(Buffer.from(name))), Buffer.from(other)]))
}

export function uint32(value: number): Buffer {
  const out = Buffer.alloc(4)
  out.writeUInt32LE(value)
  return out
}

function uint16(value: number): Buffer {
  const out = Buffer.alloc(2)
  out.writeUInt16LE(value)
  return out
}

/** Needed version, flags, method, time, checksum, sizes. */
function header({ content }: MadeEntry, flags: number, checksum = crc32(content), size = content.length): Buffer {
  return Buffer.concat([uint16(20), uint16(flags), uint16(0), uint32(0), uint32(checksum), uint32(size), uint32(size)])
}
