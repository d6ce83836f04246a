// DER (X.690): what certificates, timestamps and their signatures are written in.
//
//   tag (1) ‖ length: < 0x80, or 0x80 | n and n bytes, as short as can be ‖ content

/** The bytes are no DER, or another structure than asked for; callers turn it into a refusal of their kind. */
export class DerError extends Error {
  override readonly name = "DerError"
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

export class DerNode {
  readonly tag: number
  /** Tag, length and content. */
  readonly raw: Buffer
  readonly content: Buffer

  constructor(tag: number, raw: Buffer, content: Buffer) {
    this.tag = tag
    this.raw = raw
    this.content = content
  }

  /** This node if it has the tag, else DerError. */
  as(tag: number): this {
    if (this.tag !== tag) throw new DerError(`tag must be ${hex(tag)}, got ${hex(this.tag)}`)
    return this
  }

  /** The nodes in the content, whatever the tag is. */
  children(): readonly DerNode[] {
    const nodes: DerNode[] = []
    for (let rest = this.content; rest.length > 0;) {
      const node = readNode(rest)
      nodes.push(node)
      rest = rest.subarray(node.raw.length)
    }
    return nodes
  }

  child(index: number): DerNode {
    const child = this.children()[index]
    if (child === undefined) throw new DerError(`child ${index} is missing`)
    return child
  }

  /** The first child with this tag, or null. */
  find(tag: number): DerNode | null {
    return this.children().find((child) => child.tag === tag) ?? null
  }

  objectIdentifier(): string {
    const arcs: bigint[] = []
    let arc = 0n
    for (const byte of this.as(TAG.objectIdentifier).content) {
      arc = (arc << 7n) | BigInt(byte & 0x7f)
      if ((byte & 0x80) !== 0) continue
      if (arcs.length === 0) {
        const first = arc < 80n ? arc / 40n : 2n
        arcs.push(first, arc - first * 40n)
      } else arcs.push(arc)
      arc = 0n
    }
    return arcs.join(".")
  }

  /** Without the byte that says how many bits are unused, which must be 0. */
  bitString(): Buffer {
    const { content } = this.as(TAG.bitString)
    if (content[0] !== 0) throw new DerError("bit string must be whole bytes")
    return content.subarray(1)
  }

  isTrue(): boolean {
    return this.as(TAG.boolean).content[0] === 0xff
  }

  /** RFC 5280 §4.1.2.5: UTCTime counts from 1950, GeneralizedTime has four digits of a year. */
  time(): Date {
    const text = this.content.toString("latin1")
    const utc = /^(\d\d)(\d{10})Z$/.exec(text)
    if (this.tag === TAG.utcTime && utc !== null) {
      const [, year = "", rest = ""] = utc
      return timeOf(`${Number(year) < 50 ? "20" : "19"}${year}${rest}`)
    }
    const generalized = /^(\d{14})(?:\.\d+)?Z$/.exec(text)
    if (this.tag === TAG.generalizedTime && generalized !== null) return timeOf(generalized[1] ?? "")
    throw new DerError("time must be in UTC")
  }
}

/** One DER value that fills the bytes. */
export function readDer(bytes: Uint8Array): DerNode {
  const node = readNode(Buffer.from(bytes))
  if (node.raw.length !== bytes.length) throw new DerError("bytes follow the value")
  return node
}

/** A value with new content. */
export function writeDer(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  if (content.length < 0x80) return Buffer.concat([Uint8Array.of(tag, content.length), content])
  const length: number[] = []
  for (let rest = content.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff)
  return Buffer.concat([Uint8Array.of(tag, 0x80 | length.length, ...length), content])
}

function readNode(bytes: Buffer): DerNode {
  const [tag, first] = bytes
  if (tag === undefined || first === undefined) throw new DerError("value is cut off")
  if ((tag & 0x1f) === 0x1f) throw new DerError("tag must be one byte")
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (first >= 0x80 && (lengthBytes === 0 || lengthBytes > 4)) throw new DerError("length must be definite")
  if (bytes.length < 2 + lengthBytes) throw new DerError("length is cut off")
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes)
  if (lengthBytes > 0 && (length < 0x80 || bytes[2] === 0)) throw new DerError("length must be as short as can be")
  const end = 2 + lengthBytes + length
  if (bytes.length < end) throw new DerError("value is cut off")
  return new DerNode(tag, bytes.subarray(0, end), bytes.subarray(2 + lengthBytes, end))
}

/** From YYYYMMDDhhmmss. */
function timeOf(digits: string): Date {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits) ?? []
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(time.getTime())) throw new DerError("time must be a date")
  return time
}

function hex(tag: number): string {
  return `0x${tag.toString(16).padStart(2, "0")}`
}
