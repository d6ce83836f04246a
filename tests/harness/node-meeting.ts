// A meeting of whole clients in this process, at a service and at the SFU of node-sfu.ts.

import { vi } from "vitest"
import { createMeeting } from "../../src/meeting/arrival.ts"
import { FAST_SUITE, type SuiteName } from "../../src/mls/suite.ts"
import type { Vault } from "../../src/vault/vault.ts"
import { NodeClient, openVault, partsWith, WAIT } from "./node-client.ts"
import { NodeSfu } from "./node-sfu.ts"
import { startPasswords } from "./node-workers.ts"

/** A meeting at a service, and its people. */
export class NodeMeeting {
  readonly link: string
  readonly sfu = new NodeSfu()
  readonly #suite: SuiteName
  #people: readonly NodeClient[] = []

  constructor(link: string, suite: SuiteName = FAST_SUITE) {
    this.link = link
    this.#suite = suite
  }

  /** Makes a meeting as the extension does. */
  static async create(origin: string): Promise<NodeMeeting> {
    const ending = new AbortController()
    const parts = partsWith(await openVault(), new NodeSfu(), FAST_SUITE)
    const passwords = startPasswords(ending.signal)
    try {
      return new NodeMeeting(await createMeeting({ origin, name: "Standup" }, passwords, parts, ending.signal))
    } finally {
      ending.abort()
    }
  }

  /** Somebody on the pre-join page, or turned away from it. */
  async arrive(name: string, vault?: Vault): Promise<NodeClient> {
    const { link, sfu } = this
    const client = await NodeClient.arrive({ name, link, sfu, suite: this.#suite, ...(vault ? { vault } : {}) })
    this.#people = [...this.#people, client]
    return client
  }

  /** Goes in one after the other, so that leaves are in the order of the names; ends when all have settled. */
  async joinAll<const N extends readonly string[]>(...names: N): Promise<{ -readonly [K in keyof N]: NodeClient }> {
    const people: NodeClient[] = []
    for (const name of names) people.push(await this.join(name))
    await settledOn(BigInt(names.length - 1), people)
    return people as { -readonly [K in keyof N]: NodeClient }
  }

  async join(name: string, vault?: Vault): Promise<NodeClient> {
    const client = await this.arrive(name, vault)
    await client.join()
    return client
  }

  /** Ends all clients at once. */
  async end(): Promise<void> {
    await Promise.all(this.#people.map((client) => client.crash()))
  }
}

/** Resolves when these clients are in this epoch, show its code, and send under it. */
export async function settledOn(epoch: bigint, clients: readonly NodeClient[]): Promise<void> {
  await vi.waitFor(() => {
    for (const { name, state, shown, visit } of clients) {
      const times = visit.conference.epochTimes().findLast((candidate) => candidate.epoch === epoch)
      if (state.epoch !== epoch || !times || times.sendingAt === null || shown.security.digits === null) {
        throw new Error(`${name} is not settled on epoch ${epoch}, but in ${state.epoch}`)
      }
    }
  }, WAIT)
}
