// Whether what somebody knows of the plaintext is to be seen in what an SFU forwards.

const BLOCK_BYTES = 8

/** How many blocks of 8 bytes of `plaintexts` stand anywhere in `forwarded`. By chance it is none. */
export function countFound(plaintexts: readonly Uint8Array[], forwarded: readonly Uint8Array[]): number {
  const seen = new Set<bigint>()
  for (const bytes of forwarded) {
    const view = viewOf(bytes)
    for (let at = 0; at + BLOCK_BYTES <= bytes.length; at++) seen.add(view.getBigUint64(at))
  }
  let found = 0
  for (const bytes of plaintexts) {
    const view = viewOf(bytes)
    for (let at = 0; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) if (seen.has(view.getBigUint64(at))) found++
  }
  return found
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
