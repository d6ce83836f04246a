// The gate before everything the service gives out. Unknown meetings are challenged too, with a salt and a verifier
// made from the service's secret: same answers, same work, same time.

import { unshared, utf8 } from "../src/bytes/bytes.ts"
import type { KeptMeeting } from "../src/delivery/digests.ts"
// Siblings do not import each other, but both sides of SRP are one file so that they cannot drift apart.
import { challengeClient, type ServiceProof, SRP_NUMBER_BYTES, SRP_SALT_BYTES } from "../src/password/srp.ts"

export interface Challenge {
  readonly salt: Uint8Array
  readonly proof: ServiceProof
}

/** Challenges for a kept meeting, or for one that does not exist (null). */
export async function challenge(secret: Uint8Array, meeting: string, kept: KeptMeeting | null): Promise<Challenge> {
  // Made in either case, so that both cost the same.
  const fake = await fakeMeeting(secret, meeting)
  const { salt, verifier } = kept ?? fake
  return { salt, proof: await challengeClient(meeting, salt, verifier) }
}

// The verifier's discrete logarithm is known to nobody, so no password fits it.
async function fakeMeeting(secret: Uint8Array, meeting: string) {
  const key = await crypto.subtle.importKey("raw", unshared(secret), "HKDF", false, ["deriveBits"])
  const derive = async (label: string, bytes: number) => {
    const hkdf = { name: "HKDF", hash: "SHA-256", salt: utf8(meeting), info: utf8(`Wardroom unknown ${label}`) }
    return new Uint8Array(await crypto.subtle.deriveBits(hkdf, key, 8 * bytes))
  }
  const [salt, verifier] = await Promise.all([derive("salt", SRP_SALT_BYTES), derive("verifier", SRP_NUMBER_BYTES)])
  return { salt, verifier }
}
