// A meeting of whole clients in this process, at a service and at the SFU of node-sfu.ts.

import type { Person } from "../../src/meeting/person.ts"
import { createMeeting, OPEN_TO_ALL } from "../../src/meetings/create-meeting.ts"
import { FAST_SUITE, type SuiteName } from "../../src/mls/suite.ts"
import { eventually } from "./eventually.ts"
import type { Vault } from "../../src/vault/vault.ts"
import { MlsThread } from "./mls/mls-thread.ts"
import { NodeClient, type NodeClientOptions } from "./node-client.ts"
import { type NodeSurroundings, openVault, partsWith } from "./node-parts.ts"
import { NodeSfu } from "./node-sfu.ts"
import { NodeSockets } from "./node-sockets.ts"
import { PasswordThread } from "./passwords/password-thread.ts"

/** A meeting as the extension makes one; its server is to be added. */
export const STANDUP = {
  name: "Standup",
  kind: "named",
  schedule: null,
  settings: OPEN_TO_ALL,
  passphrase: null,
} as const

/** What of a client is its own. */
export type ArrivalOptions = Partial<
  Pick<NodeClientOptions, "link" | "vault" | "sockets" | "receives" | "clock" | "release">
>

export interface MeetingOptions {
  readonly suite?: SuiteName
  /** Whether the clients have MLS in this thread or, where they are many, together in another. */
  readonly mls?: "here" | "thread"
  /** What the meeting's record says; open to all where nothing is said. */
  readonly settings?: typeof OPEN_TO_ALL
  /** Whose meeting it is; somebody new's where nothing is said. */
  readonly hostVault?: Vault
  /** The way to the service on which it is made. */
  readonly sockets?: NodeSockets
}

/** A meeting at a service, and its people. */
export class NodeMeeting {
  readonly link: string
  readonly sfu = new NodeSfu()
  /** The vault in which the meeting was made: whoever comes with it is the host. */
  readonly hostVault: Vault | null
  readonly #suite: SuiteName
  readonly #passwords = new PasswordThread()
  readonly #mls: MlsThread | null
  #people: readonly NodeClient[] = []

  constructor(link: string, { suite = FAST_SUITE, mls = "here" }: MeetingOptions = {}, hostVault: Vault | null = null) {
    this.link = link
    this.hostVault = hostVault
    this.#suite = suite
    this.#mls = mls === "thread" ? new MlsThread() : null
  }

  /** Makes a meeting as the extension does. */
  static async create(origin: string, options: MeetingOptions = {}): Promise<NodeMeeting> {
    const { suite = FAST_SUITE, settings = OPEN_TO_ALL, sockets = new NodeSockets() } = options
    const passwords = new PasswordThread()
    const vault = options.hostVault ?? (await openVault())
    const openSocket = (address: string) => sockets.open(address)
    const parts = { ...partsWith(vault, { sfu: new NodeSfu(), passwords, suite }), openSocket }
    try {
      return new NodeMeeting((await createMeeting({ ...STANDUP, settings, origin }, parts)).link, options, vault)
    } finally {
      await passwords.end()
    }
  }

  /** Somebody on the pre-join page, or turned away from it. */
  async arrive(name: string, options: ArrivalOptions = {}): Promise<NodeClient> {
    const client = await NodeClient.arrive({ name, link: this.link, ...this.#surroundings, ...options })
    this.#people = [...this.#people.filter(({ hasCrashed }) => !hasCrashed), client]
    return client
  }

  /** Whoever made the meeting, in it. */
  async joinAsHost(name: string, options: ArrivalOptions = {}): Promise<NodeClient> {
    if (!this.hostVault) throw new TypeError("the meeting was made elsewhere")
    return this.join(name, { ...options, vault: this.hostVault })
  }

  /** Goes in one after the other, so that leaves are in the order of the names; ends when all have settled. */
  async joinAll<const N extends readonly string[]>(...names: N): Promise<{ -readonly [K in keyof N]: NodeClient }> {
    const people: NodeClient[] = []
    for (const name of names) people.push(await this.join(name))
    await settledOn(BigInt(names.length - 1), people)
    return people as { -readonly [K in keyof N]: NodeClient }
  }

  async join(name: string, options: ArrivalOptions = {}): Promise<NodeClient> {
    const client = await this.arrive(name, options)
    await client.join()
    return client
  }

  /** Ends all clients at once. */
  async end(): Promise<void> {
    await Promise.all(this.#people.map((client) => client.crash()))
    await Promise.all([this.#passwords.end(), this.#mls?.end()])
  }

  get #surroundings(): NodeSurroundings {
    const mls = this.#mls
    const startMls = mls ? { startMls: (abortSignal: AbortSignal) => mls.start(abortSignal) } : {}
    return { sfu: this.sfu, passwords: this.#passwords, suite: this.#suite, ...startMls }
  }
}

/** Resolves when these clients are in this epoch, show its code, and send under it. */
export async function settledOn(epoch: bigint, clients: readonly NodeClient[]): Promise<void> {
  await eventually(() => {
    for (const { name, state, shown, visit } of clients) {
      const times = visit.conference.epochTimes().findLast((candidate) => candidate.epoch === epoch)
      if (state.epoch !== epoch || !times || times.sendingAt === null || shown.security.digits === null) {
        throw new Error(`${name} is not settled on epoch ${epoch}, but in ${state.epoch}`)
      }
    }
  })
}

/** Resolves when these clients are in this epoch. */
export async function inEpoch(epoch: bigint, clients: readonly NodeClient[]): Promise<void> {
  await eventually(() => {
    for (const { name, state } of clients) {
      if (state.epoch !== epoch) throw new Error(`${name} is in ${state.epoch} and not in ${epoch}`)
    }
  })
}

/** One's own id, as the others have it too. */
export function ownId(client: NodeClient): string {
  const you = client.shown.people.find(({ isYou }) => isYou)
  if (!you) throw new TypeError(`${client.name} is not in its own list`)
  return you.id
}

/** A person's id, as this client shows it. */
export function idOf(client: NodeClient, name: string): string {
  return personOf(client, name).id
}

/** A person, as this client shows them. */
export function personOf({ shown }: NodeClient, name: string): Person {
  const person = shown.people.find((each) => each.name === name)
  if (!person) throw new TypeError(`${name} is not in the meeting`)
  return person
}

/** The id of somebody who asks to come in, as this host shows it. */
export function askerIdOf({ shown }: NodeClient, name: string): string {
  const asker = shown.askers.find((each) => each.name === name)
  if (!asker) throw new TypeError(`${name} does not ask`)
  return asker.id
}
