// People of the room who leave and come back in turn, so that it stays as full as it was.

import { eventually } from "../../tests/harness/eventually.ts"
import type { NodeClient } from "../../tests/harness/node-client.ts"
import type { Room } from "./room.ts"

export class Comings {
  readonly #room: Pick<Room, "meeting" | "crowd">
  /** In browsers. */
  readonly #others: number
  #guests: readonly NodeClient[]

  constructor(room: Pick<Room, "meeting" | "crowd">) {
    const { people } = room.crowd
    const [first] = people
    if (!first) throw new RangeError("nobody is there to go")
    this.#room = room
    this.#guests = people
    this.#others = first.state.members.length - people.length
  }

  /** Somebody goes, or somebody comes in their place; resolves when all in Node send under the new key. */
  async next(): Promise<void> {
    if (this.#guests.length === this.#room.crowd.people.length) await this.#leave()
    else await this.#come()
    await this.#settled()
  }

  /** Epochs also come by themselves: members renew their keys. */
  async #settled(): Promise<void> {
    const count = this.#guests.length + this.#others
    await eventually(() => {
      for (const { name, state, visit } of this.#guests) {
        const times = visit.conference.epochTimes().findLast(({ epoch }) => epoch === state.epoch)
        if (state.members.length !== count) throw new Error(`${name} is among ${state.members.length}, not ${count}`)
        if ((times?.sendingAt ?? null) === null) throw new Error(`${name} does not send under the newest key`)
      }
    })
  }

  async #leave(): Promise<void> {
    const [leaver, ...others] = this.#guests
    if (!leaver) throw new RangeError("nobody is there to go")
    await leaver.leave()
    this.#guests = others
  }

  async #come(): Promise<void> {
    const newcomer = await this.#room.meeting.join("Guest", { receives: "no-media" })
    this.#guests = [...this.#guests, newcomer]
  }
}
