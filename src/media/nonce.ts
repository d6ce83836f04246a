// RFC 9605 §4.4.3: nonce = salt XOR the counter as a big-endian number of 12 bytes.

export function nonceOf(salt: Uint8Array<ArrayBuffer>, counter: bigint): Uint8Array<ArrayBuffer> {
  const nonce = salt.slice()
  const view = new DataView(nonce.buffer)
  view.setBigUint64(4, view.getBigUint64(4) ^ counter)
  return nonce
}
