// Who waits at a door, in the order of their turns. First those for whom something speaks that not everybody has who has
// the link: with the link alone nobody keeps a host from its meeting. Then all others in rounds, one of each address in a
// round: whoever comes many times keeps those from elsewhere waiting for one turn a round. A round that has begun takes
// nobody in any more, so that nobody is overtaken for ever.

export interface Waiter {
  readonly precedence: "warranted" | "none"
  /** Where it comes from. */
  readonly address: string
}

interface Place<W extends Waiter> {
  readonly waiter: W
  readonly round: number
}

export class WaitingLine<W extends Waiter> {
  #places: readonly Place<W>[] = []
  /** The one that has begun. */
  #round = 0

  get waiters(): readonly W[] {
    return this.#places.map(({ waiter }) => waiter)
  }

  add(waiter: W): void {
    const place = { waiter, round: this.#roundOf(waiter) }
    const behind = this.#places.findIndex((other) => isBefore(place, other))
    this.#places = this.#places.toSpliced(behind === -1 ? this.#places.length : behind, 0, place)
  }

  /** Whose turn it is now; null: nobody waits. */
  take(): W | null {
    const [first, ...others] = this.#places
    if (!first) return null
    this.#places = others
    this.#round = Math.max(this.#round, first.round)
    return first.waiter
  }

  remove(waiter: W): void {
    this.#places = this.#places.filter((place) => place.waiter !== waiter)
  }

  clear(): void {
    this.#places = []
  }

  #roundOf({ precedence, address }: Waiter): number {
    if (precedence === "warranted") return 0
    const neighbours = this.#places.filter(({ waiter }) => waiter.precedence === "none" && waiter.address === address)
    return Math.max(this.#round, ...neighbours.map(({ round }) => round)) + 1
  }
}

function isBefore(one: Place<Waiter>, other: Place<Waiter>): boolean {
  if (one.waiter.precedence !== other.waiter.precedence) return one.waiter.precedence === "warranted"
  return one.round < other.round
}
