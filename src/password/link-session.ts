// One link on its way in: keys, then SRP, then the record. The order is forced: no record is opened before the service
// has proved that it knows the verifier, and no key leaves before the record was checked.

import { PasswordError } from "./errors.ts"
import { deriveMeetingKeys, type LinkSecret, type MeetingKeys, newMeeting } from "./meeting-keys.ts"
import {
  createRecord,
  type MeetingRecord,
  openRecord,
  recordDigest,
  type RecordSettings,
  sealRecord,
} from "./record.ts"
import { type ClientProof, createVerifier, proveToService, SRP_SALT_BYTES } from "./srp.ts"
import { randomBytes } from "../bytes/bytes.ts"
import { signWith } from "../bytes/statement.ts"

/** What `src/mls` and the pages need of a proven meeting. */
export interface OpenedMeeting {
  readonly record: MeetingRecord
  readonly recordDigest: Uint8Array<ArrayBuffer>
  readonly psk: Uint8Array<ArrayBuffer>
  readonly pskId: Uint8Array<ArrayBuffer>
  /** AES-256-GCM, non-extractable: seals the names of members. */
  readonly nameKey: CryptoKey
}

/** A meeting that exists nowhere yet: the link's parts, and what `create` sends to the service. */
export interface PreparedMeeting {
  readonly meeting: string
  readonly password: string
  readonly salt: Uint8Array
  readonly verifier: Uint8Array
  readonly hostKey: Uint8Array
  readonly sealedRecord: Uint8Array
}

export interface NewMeetingOptions {
  readonly name: string
  readonly settings: RecordSettings
  readonly passphrase: string | null
  /** The host's Ed25519 keys; the private one may be non-extractable. */
  readonly hostKey: Uint8Array
  readonly hostPrivateKey: CryptoKey
}

/** Makes a meeting with all that its service will keep. */
export async function prepareMeeting(options: NewMeetingOptions): Promise<PreparedMeeting> {
  const { name, settings, passphrase, hostKey, hostPrivateKey } = options
  const { meeting, r, password } = await newMeeting(hostKey)
  const keys = await deriveMeetingKeys({ meeting, password, passphrase })
  const salt = randomBytes(SRP_SALT_BYTES)
  const record = await createRecord(meeting, { r, name, hostKey, settings }, signWith(hostPrivateKey))
  const [verifier, sealedRecord] = await Promise.all([
    createVerifier(meeting, keys.srpPassword, salt),
    sealRecord(keys.recordKey, meeting, record),
  ])
  return { meeting, password, salt, verifier, hostKey, sealedRecord }
}

/** What a host says anew in the record; the rest of it stays. */
export interface RecordChange {
  readonly settings: RecordSettings
  /** Of the record's host key; may be non-extractable. */
  readonly hostPrivateKey: CryptoKey
}

/** The steps of one link; calls out of order throw PasswordError `out-of-order`. */
export class LinkSession {
  readonly #link: LinkSecret
  readonly #keys: Promise<MeetingKeys>
  #proof: ClientProof | null = null
  #record: MeetingRecord | null = null

  /** Starts deriving at once, while the service is still being asked. */
  constructor(link: LinkSecret) {
    this.#link = link
    this.#keys = deriveMeetingKeys(link)
    this.#keys.catch(() => {}) // whoever proves gets it
  }

  /** Answers a challenge {salt (16), B (256)} by {A (256), M1 (64)}. */
  async prove(challenge: { readonly salt: Uint8Array; readonly B: Uint8Array }) {
    const { srpPassword } = await this.#keys
    const proof = await proveToService(this.#link.meeting, srpPassword, challenge)
    this.#proof = proof
    return { A: proof.A, M1: proof.M1 }
  }

  /** Checks the service's M2, then opens the record; throws PasswordError `not-proven` and those of `openRecord`. */
  async open(answer: { readonly M2: Uint8Array; readonly sealedRecord: Uint8Array }): Promise<OpenedMeeting> {
    const proof = this.#proof
    if (!proof) throw new PasswordError("out-of-order", "a record is opened after a proof")
    this.#proof = null
    await proof.verify(answer.M2)
    const { recordKey, psk, pskId, nameKey } = await this.#keys
    const record = await openRecord(recordKey, this.#link, answer.sealedRecord)
    this.#record = record
    return { record, recordDigest: await recordDigest(answer.sealedRecord), psk, pskId, nameKey }
  }

  /** The opened record with other settings, signed and sealed anew. Throws PasswordError `out-of-order`. */
  async changeRecord({ settings, hostPrivateKey }: RecordChange): Promise<Uint8Array> {
    if (!this.#record) throw new PasswordError("out-of-order", "a record is changed after it was opened")
    const { recordKey } = await this.#keys
    const { r, name, hostKey } = this.#record
    const { meeting } = this.#link
    const record = await createRecord(meeting, { r, name, hostKey, settings }, signWith(hostPrivateKey))
    return sealRecord(recordKey, meeting, record)
  }
}
