// Somebody who comes and goes: joins, leaves, crashes, loses one of the ways that a client needs, and returns.

import type { Vault } from "../../../src/vault/vault.ts"
import type { NodeClient } from "../node-client.ts"
import type { NodeMeeting } from "../node-meeting.ts"
import type { Random } from "../random.ts"

export type Way = "service" | "sfu" | "data"

export type Move =
  /** As whoever they were before a crash, or as somebody new. */
  | { readonly kind: "join"; readonly as: "known" | "new" }
  | { readonly kind: "leave" | "crash" | "return" }
  | { readonly kind: "lose"; readonly way: Way }

const WAYS = ["service", "sfu", "data"] as const

export class Regular {
  readonly name: string
  readonly #habit: "stays" | "comes-and-goes"
  readonly #meeting: NodeMeeting
  #client: NodeClient | null = null
  #lost: Way | null = null
  /** Of somebody who crashed: it knows who they were. */
  #vault: Vault | null = null

  /** Whoever stays still loses a way now and then. */
  constructor(name: string, meeting: NodeMeeting, habit: "stays" | "comes-and-goes") {
    this.name = name
    this.#habit = habit
    this.#meeting = meeting
  }

  /** Null while out. */
  get client(): NodeClient | null {
    return this.#client
  }

  /** The way that is broken just now. */
  get lost(): Way | null {
    return this.#lost
  }

  /** What this person does next; somebody cut off comes back before the others count them as gone. */
  nextMove(random: Random): Move {
    if (!this.#client) return { kind: "join", as: random.below(2) === 0 ? "known" : "new" }
    const isStaying = this.#habit === "stays"
    if (this.#lost) return { kind: !isStaying && random.below(5) === 0 ? "crash" : "return" }
    const chance = isStaying ? 7 : random.below(8)
    if (chance < 3) return { kind: "leave" }
    if (chance < 5) return { kind: "crash" }
    return { kind: "lose", way: random.pick(WAYS) }
  }

  /** Gives the milliseconds from the click to being in, of a join; rejects when it failed. */
  async make(move: Move): Promise<number | null> {
    if (move.kind === "join") return this.#join(move.as)
    await this.#carryOut(move)
    return null
  }
  /** Drops a client whose meeting ended for it, and says with what where it should not have. */
  takeEnded(): string | null {
    if (!this.#client?.visit.hasEnded) return null
    const [{ snapshot }, lost] = [this.#client, this.#lost]
    this.#takeClient()
    const fault = snapshot.phase === "ended" ? snapshot.fault : null
    // Whoever finds no SFU for half a minute gives up; on a slow machine that is a step.
    return lost === "sfu" && fault === "media-lost" ? null : `${this.name} was thrown out: ${fault}`
  }

  async #join(as: "known" | "new"): Promise<number> {
    const vault = as === "known" ? this.#vault : null
    const client = await this.#meeting.arrive(this.name, vault ? { vault } : {})
    const clickedAt = performance.now()
    await client.join()
    this.#client = client
    return performance.now() - clickedAt
  }

  async #carryOut(move: Exclude<Move, { kind: "join" }>): Promise<void> {
    switch (move.kind) {
      case "leave":
        return leaveForGood(this.#takeClient())
      case "crash":
        this.#vault = this.#client?.vault ?? null
        return this.#takeClient()?.crash()
      case "lose":
        return this.#lose(move.way)
      case "return":
        return this.#return()
    }
  }

  #lose(way: Way): void {
    this.#lost = way
    if (way === "service") this.#client?.loseService()
    else if (way === "sfu") this.#client?.loseSfu()
    else this.#client?.loseData()
  }

  #return(): void {
    this.#lost = null
    this.#client?.regainService()
    this.#client?.regainSfu()
    this.#client?.regainData()
  }

  #takeClient(): NodeClient | null {
    const client = this.#client
    this.#client = null
    this.#lost = null
    return client
  }
}

/** Its frame worker would outlive its visit. */
async function leaveForGood(client: NodeClient | null): Promise<void> {
  await client?.leave()
  await client?.crash()
}
