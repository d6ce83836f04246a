// Somebody who has the link and a service that helps them to whatever it has, with a client of their own making: it
// builds whatever join it likes, and asks no policy.

import { parseMeetingLink } from "../../src/links/link.ts"
import { buildJoin } from "../../src/mls/external-join.ts"
import { createLeafIn } from "../../src/mls/leaf-key.ts"
import { readGroupInfo } from "../../src/mls/public-group.ts"
import type { SessionOptions } from "../../src/mls/session-options.ts"
import { createSuite, FAST_SUITE } from "../../src/mls/suite.ts"
import { LinkSession } from "../../src/password/link-session.ts"
import { Caller, type Keys, makeKeys } from "./service.ts"

export class Outsider {
  readonly identity: Keys
  readonly #options: SessionOptions

  private constructor(identity: Keys, options: SessionOptions) {
    this.identity = identity
    this.#options = options
  }

  /** Opens the link as everybody does who has it; under `identity`, if it was somebody before. */
  static async open(link: string, identity: Keys | null = null): Promise<Outsider> {
    const parsed = parseMeetingLink(link)
    if (!parsed) throw new TypeError("expected a meeting link")
    const { host, meeting, password } = parsed
    const { client } = new Caller(host)
    const session = new LinkSession({ meeting, password, passphrase: null })
    const proven = await client.prove(await session.prove(await client.hello(meeting)))
    const { record, recordDigest, psk, pskId, nameKey } = await session.open(proven)
    client.close()
    const { hostKey, settings } = record
    const expectation = { meeting, pskId, recordDigest, hostKey, serviceKey: proven.serviceKey, settings }
    const profile = { name: "Mallory", lasting: null, releaseDigest: new Uint8Array(32), releaseVersion: "0.1.0" }
    const known = identity ?? (await makeKeys())
    const options: SessionOptions = {
      suite: FAST_SUITE,
      identity: known,
      expectation,
      psk,
      nameKey,
      profile,
      hostSign: null,
    }
    return new Outsider(known, options)
  }

  /** A join into the group of a group info; `forgedHost` stands in for the host key in her own certificate. */
  async join(
    groupInfo: Uint8Array,
    { ticket = null, forgedHost = null }: { ticket?: Uint8Array | null; forgedHost?: Keys | null } = {},
  ): Promise<Uint8Array> {
    const group = await readGroupInfo(groupInfo, await createSuite(FAST_SUITE))
    const own = await createLeafIn(group, { ...this.#options, hostSign: forgedHost?.sign ?? null }, null)
    const { psk } = this.#options
    const { commit } = await buildJoin({ group, own, identityKey: this.identity.publicKey, psk, ticket })
    return commit
  }
}
