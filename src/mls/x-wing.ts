// X-Wing (draft-connolly-cfrg-xwing-kem) with the browser's own X25519: the library computes it in JavaScript, which is a
// third of what an MLS commit costs.

import { XWing } from "@hpke/hybridkem-x-wing"
import { concat, fromHex, unshared } from "../bytes/bytes.ts"

/** What stands before a private key of 32 bytes in PKCS #8 (RFC 8410 §7): WebCrypto takes private keys in no other form. */
const PKCS8_HEAD = fromHex("302e020100300506032b656e04220420")
const SECRET_BITS = 256

/** The library's KEM, whose only change is who multiplies on the curve: the same keys, ciphertexts and secrets. */
export class NativeXWing extends XWing {
  constructor() {
    super()
    this._x25519.derive = deriveX25519
  }
}

/** X25519 (RFC 7748 §5), 32 bytes; rejects an all-zero result, as RFC 7748 §6.1 allows. */
async function deriveX25519(scalar: Uint8Array, point: Uint8Array): Promise<Uint8Array> {
  const { subtle } = crypto
  const [privateKey, publicKey] = await Promise.all([
    subtle.importKey("pkcs8", concat(PKCS8_HEAD, scalar), "X25519", false, ["deriveBits"]),
    subtle.importKey("raw", unshared(point), "X25519", false, []),
  ])
  return new Uint8Array(await subtle.deriveBits({ name: "X25519", public: publicKey }, privateKey, SECRET_BITS))
}
