// Node's Buffer, as far as Sigstore's library uses it: bytes that can be made of text, printed as text and compared.
// Like Node's, its base64 skips what is not in the alphabet; strict decoding is done before, in src/release/json.ts.

/** The bytes themselves; `subarray` of such bytes gives such bytes. */
export class BufferBytes extends Uint8Array {
  override toString(encoding = "utf8"): string {
    switch (encoding) {
      case "utf8":
      case "utf-8":
        return new TextDecoder("utf-8", { ignoreBOM: true }).decode(this)
      case "ascii":
        return binaryString(this.map((byte) => byte & 0x7f))
      case "base64":
        return btoa(binaryString(this))
      case "hex":
        return Array.from(this, (byte) => byte.toString(16).padStart(2, "0")).join("")
      default:
        throw new TypeError(`no text encoding ${encoding}`)
    }
  }

  equals(other: Uint8Array): boolean {
    return this.length === other.length && this.every((byte, index) => byte === other[index])
  }

  /** Copies all bytes to the beginning of `target`. */
  copy(target: Uint8Array): number {
    const length = Math.min(this.length, target.length)
    target.set(this.subarray(0, length))
    return length
  }

  readBigInt64BE(offset = 0): bigint {
    return new DataView(this.buffer, this.byteOffset, this.byteLength).getBigInt64(offset)
  }
}

/** What stands for the name `Buffer`. */
export const BufferShim = {
  /** Text in an encoding, or a copy of bytes. */
  from(source: string | ArrayLike<number>, encoding = "utf8"): BufferBytes {
    return new BufferBytes(typeof source === "string" ? encode(source, encoding) : source)
  },

  alloc(length: number): BufferBytes {
    return new BufferBytes(length)
  },

  concat(parts: readonly Uint8Array[]): BufferBytes {
    const joined = new BufferBytes(parts.reduce((length, part) => length + part.length, 0))
    let offset = 0
    for (const part of parts) {
      joined.set(part, offset)
      offset += part.length
    }
    return joined
  },
}

function encode(text: string, encoding: string): Uint8Array {
  switch (encoding) {
    case "utf8":
    case "utf-8":
      return new TextEncoder().encode(text)
    case "ascii":
      return fromBinaryString(text)
    case "base64":
      return decodeBase64(text)
    default:
      throw new TypeError(`no text encoding ${encoding}`)
  }
}

function decodeBase64(text: string): Uint8Array {
  const [body = ""] = text.split("=", 1)
  const digits = body
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replaceAll(/[^A-Za-z0-9+/]/g, "")
  // A last digit alone holds no whole byte.
  return fromBinaryString(atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits))
}

function binaryString(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")
}

function fromBinaryString(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
