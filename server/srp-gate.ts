// The gate before everything the service gives out. Unknown meetings are challenged too, with a salt and a verifier
// made from the service's secret: same answers, same work, same time.

import { Worker } from "node:worker_threads"
import { unshared, utf8 } from "../src/bytes/bytes.ts"
import type { KeptMeeting } from "../src/delivery/digests.ts"
import { SRP_NUMBER_BYTES, SRP_SALT_BYTES } from "../src/password/srp.ts"

/** To the thread; `number` names the challenge that a later `verify` or `drop` is about. */
export type SrpCommand =
  | {
      readonly number: number
      readonly kind: "challenge"
      readonly meeting: string
      readonly salt: Uint8Array
      readonly verifier: Uint8Array
    }
  | {
      readonly number: number
      readonly kind: "verify"
      readonly challenge: number
      readonly A: Uint8Array
      readonly M1: Uint8Array
    }
  | { readonly number: number; readonly kind: "drop"; readonly challenge: number }

/** From the thread: B or M2, or null for what does not prove anything. */
export interface SrpAnswer {
  readonly number: number
  readonly bytes: Uint8Array | null
}

/** One challenge; it is good for one proof. */
export interface Challenge {
  /** 16 bytes. */
  readonly salt: Uint8Array
  /** 256 bytes. */
  readonly B: Uint8Array
  /** M2 (64 bytes), or null when the client did not prove the password. */
  verify(A: Uint8Array, M1: Uint8Array): Promise<Uint8Array | null>
  /** Nobody will prove anything any more. */
  drop(): void
}

/** Large numbers that nobody needs any more would otherwise hold more memory than a thousand meetings. */
const YOUNG_MB = 1

export class SrpGate {
  readonly #secret: Uint8Array
  readonly #worker = new Worker(new URL("./srp-thread.ts", import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  })
  readonly #waiting = new Map<number, PromiseWithResolvers<Uint8Array | null>>()
  #last = 0

  /** `secret` makes the challenges of meetings that do not exist. A failure of the thread ends the process. */
  constructor(secret: Uint8Array) {
    this.#secret = secret
    this.#worker.on("message", ({ number, bytes }: SrpAnswer) => {
      this.#waiting.get(number)?.resolve(bytes)
      this.#waiting.delete(number)
    })
    this.#worker.on("error", (error) => {
      throw error
    })
    this.#worker.unref() // the sockets keep the process alive
  }

  /** Challenges for a kept meeting, or for one that does not exist (null). */
  async challenge(meeting: string, kept: KeptMeeting | null): Promise<Challenge> {
    // Made in either case, so that both cost the same.
    const fake = await fakeMeeting(this.#secret, meeting)
    const { salt, verifier } = kept ?? fake
    const challenge = ++this.#last
    const B = await this.#ask({ number: challenge, kind: "challenge", meeting, salt, verifier })
    if (!B) throw new TypeError("a challenge without B")
    return {
      salt,
      B,
      verify: (A, M1) => this.#ask({ number: ++this.#last, kind: "verify", challenge, A, M1 }),
      drop: () => void this.#ask({ number: ++this.#last, kind: "drop", challenge }),
    }
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
    for (const { resolve } of this.#waiting.values()) resolve(null)
  }

  #ask(command: SrpCommand): Promise<Uint8Array | null> {
    const waiting = Promise.withResolvers<Uint8Array | null>()
    this.#waiting.set(command.number, waiting)
    this.#worker.postMessage(command)
    return waiting.promise
  }
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
