// Comparing the group's code aloud: who reads it to the others, and who said that theirs is the same. Data message of kind
// "compare", canonical CBOR {verdict, roster}, on the leaf's signature of which it rests that nobody confirms for another;
//
//   roster = SHA-256("Wardroom roster" ‖ 0x00 ‖ host key ‖ identity keys in bytewise order)
//
// so that what was said of other people's code counts for none.

import { sha256 } from "@noble/hashes/sha2.js"
import { compareBytes, concat, isEqual, toHex, utf8 } from "../bytes/bytes.ts"
import { encodeCbor } from "../bytes/cbor.ts"
import { bytes, decodeShape, oneOf, record, type Shaped } from "../bytes/shape.ts"
import type { OpenedDataMessage } from "../media/data-message.ts"
import type { EpochState } from "../mls/epoch-state.ts"
import { ownMember } from "./own-member.ts"
import type { CodeWord, Confirmations as Shown } from "./security.ts"

export const COMPARE = "compare"

const shape = record({ verdict: oneOf("reads", "match", "differ"), roster: bytes(32) })

type Word = Shaped<typeof shape>

/** What somebody said last. */
interface Said extends Word {
  readonly leafKey: Uint8Array
  readonly counter: bigint
}

export class Confirmations {
  readonly #said = new Map<string, Said>()
  #own: Word | null = null
  #ownId = ""
  #roster: Uint8Array = new Uint8Array()
  #present: ReadonlySet<string> = new Set()

  /** Names the people whose code is shown, and its host key: 32 bytes. */
  get roster(): Uint8Array {
    return this.#roster
  }

  /** From now on only what is said of these people's code counts. */
  handleRoster(state: EpochState): void {
    const { context, members } = state
    const keys = members.map(({ identityKey }) => identityKey).sort(compareBytes)
    this.#roster = sha256(concat(utf8("Wardroom roster\0"), context.hostKey, ...keys))
    this.#present = new Set(members.map(({ identityKey }) => toHex(identityKey)))
    this.#ownId = toHex(ownMember(state).identityKey)
    // Whoever found a difference, went, and comes back has not taken it back.
    for (const [id, { verdict }] of this.#said) {
      if (verdict !== "differ" && !this.#present.has(id)) this.#said.delete(id)
    }
  }

  /** Whoever said it under an epoch that we have yet to install counts then. Throws CborError or ShapeError. */
  handleMessage({ identityKey, leafKey, counter, body }: OpenedDataMessage): void {
    const word = decodeShape(shape, body)
    const id = toHex(identityKey)
    const before = this.#said.get(id)
    // Messages that were lost come again, later than newer ones.
    if (before && isEqual(before.leafKey, leafKey) && before.counter > counter) return
    this.#said.delete(id) // who spoke last is last
    this.#said.set(id, { ...word, leafKey, counter })
  }

  /** Says it of the code that is shown now; what to send to the others. */
  say(verdict: CodeWord): Uint8Array {
    this.#own = { verdict, roster: this.#roster }
    return encodeCbor(this.#own)
  }

  get shown(): Shown {
    const words = [...(this.#own ? [[this.#ownId, this.#own] as const] : []), ...this.#said]
    const valid = words.filter(([id, { roster }]) => this.#present.has(id) && isEqual(roster, this.#roster))
    const who = (wanted: CodeWord) => valid.filter(([, { verdict }]) => verdict === wanted).map(([id]) => id)
    return {
      reader: who("reads").at(-1) ?? null,
      confirmed: who("match"),
      differ: who("differ"),
      of: this.#present.size,
    }
  }
}
