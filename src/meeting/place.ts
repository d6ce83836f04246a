// Our place in the meeting, as people are told of it: by the way to the service, and by the group.

import type { Clock } from "../media/clock.ts"
import { Interruption } from "./interruption.ts"
import type { Connection } from "./snapshot.ts"

/** Where we stand with regard to the group. */
export type GroupPlace = "in-step" | Exclude<Connection, "connected" | "reconnecting">

/**
 * `out`, `in`: of step with the others. `parted`: they follow a commit that we refused; `moved`: we are in the group that
 * succeeds it. `asking`: a host is asked to let us in again; `returned`: we were let in.
 */
export type PlaceEvent = "out" | "in" | "parted" | "moved" | "asking" | "returned"

export function nextPlace(place: GroupPlace, event: PlaceEvent): GroupPlace {
  switch (event) {
    case "out":
      return "out-of-step"
    case "parted":
      return "moving"
    case "asking":
      return "asking"
    case "in":
    case "moved":
      return "in-step"
    case "returned":
      return place === "out-of-step" ? place : "in-step" // being let in does not tell whether the others are with us
  }
}

export class Place {
  readonly #interruption: Interruption
  readonly #onChange: () => void
  #group: GroupPlace = "in-step"

  constructor(clock: Clock, onChange: () => void) {
    this.#interruption = new Interruption(clock, onChange)
    this.#onChange = onChange
  }

  /** What the group says goes before a break of the way to the service. */
  get connection(): Connection {
    return this.#group === "in-step" ? this.#interruption.shown : this.#group
  }

  handle(event: PlaceEvent): void {
    this.#group = nextPlace(this.#group, event)
    this.#onChange()
  }

  /** The way to the service broke, or is mended. */
  handleConnection(state: "connected" | "reconnecting"): void {
    this.#interruption.handleConnection(state)
  }

  close(): void {
    this.#interruption.close()
  }
}
