// What a session holds of the meeting's links. Usually it is one; between a rotation and its final word there are two, as
// the commit may be taken back.

import { isEqual, toHex } from "../bytes/bytes.ts"
import { openPassedKey } from "../bytes/passed-key.ts"
import { MlsError } from "./errors.ts"
import type { MeetingContext } from "./meeting-context.ts"

export interface LinkSecrets {
  /** 32 bytes each. */
  readonly psk: Uint8Array
  readonly pskId: Uint8Array
  /** AES-GCM key that seals and opens profiles. */
  readonly nameKey: CryptoKey
}

/** A key by which profiles may be sealed, and the meeting id that they are bound to. */
export interface ProfileKey {
  readonly meeting: string
  readonly nameKey: CryptoKey
}

export class LinkKeys {
  readonly #known = new Map<string, LinkSecrets>()

  constructor(first: LinkSecrets) {
    this.add(first)
  }

  /** The PSK is copied. */
  add({ psk, pskId, nameKey }: LinkSecrets): void {
    this.#known.set(toHex(pskId), { psk: psk.slice(), pskId, nameKey })
  }

  /** The secrets of the link that a context names; throws MlsError `unknown-link`. */
  of({ pskId }: Pick<MeetingContext, "pskId">): LinkSecrets {
    const secrets = this.#known.get(toHex(pskId))
    if (!secrets) throw new MlsError("unknown-link", "the group has a link that this client does not have")
    return secrets
  }

  /** As MLS asks; undefined for a link that this client does not have. */
  findPsk(pskId: Uint8Array): Uint8Array | undefined {
    return this.#known.get(toHex(pskId))?.psk
  }

  /** The present link's name key, then those of the links before that it opens. */
  async profileKeys({ meeting, pskId, formerLinks }: MeetingContext): Promise<readonly ProfileKey[]> {
    const present = this.#known.get(toHex(pskId))
    const keys: ProfileKey[] = present ? [{ meeting, nameKey: present.nameKey }] : []
    for (const former of formerLinks) {
      const next = keys.at(-1)
      if (!next) break
      const passing = { former: former.meeting, next: next.meeting }
      // oxlint-disable-next-line no-await-in-loop -- each key opens the next
      const nameKey = await openPassedKey(next.nameKey, former.nameKey, passing)
      if (!nameKey) break
      keys.push({ meeting: former.meeting, nameKey })
    }
    return keys
  }

  /** The link of a final epoch stays; the PSKs of all others are erased. */
  keepOnly({ pskId }: Pick<MeetingContext, "pskId">): void {
    if (!this.#known.has(toHex(pskId))) return
    for (const [name, secrets] of this.#known) if (!isEqual(secrets.pskId, pskId)) this.#drop(name, secrets)
  }

  close(): void {
    for (const [name, secrets] of this.#known) this.#drop(name, secrets)
  }

  #drop(name: string, { psk }: LinkSecrets): void {
    psk.fill(0)
    this.#known.delete(name)
  }
}
