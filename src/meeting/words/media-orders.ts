// What hosts said of the others' microphones, cameras, screens and hands, and what of it stands. Pure.
//
// Words of several hosts come to each client in another order, so each has a number: the time at its giver in
// milliseconds, or one more than the highest number it knew, whichever is more (a hybrid logical clock). About one thing
// of one person the word of the highest number stands; of two with one number, that of the higher identity key.
//
// A word about everybody binds whoever is no host, those who come later too.

/** So far ahead of our clock a number may be: a wrong clock is no crime, but nobody has the last word for ever. */
const MAX_AHEAD_MS = 24 * 3600 * 1000
/** So much the numbers may be above the highest that is known, whatever the clock says. */
const MAX_STEP = 1000
/** So many words about people who are not in are remembered, the last that came. */
const MAX_AWAY = 512

export const MEDIA = ["microphone", "camera", "screen", "hand"] as const
export type Medium = (typeof MEDIA)[number]

/** A host's word about one thing of one person, or of everybody who is no host. */
export interface MediaOrder {
  readonly number: number
  /** Identity key of the host in hexadecimal. */
  readonly by: string
  readonly medium: Medium
  /** `stop`: off, until they turn it on again themselves. `forbid`: off, until a host allows it. */
  readonly word: "stop" | "forbid" | "allow"
  /** Identity key in hexadecimal; null: everybody who is no host. */
  readonly whom: string | null
}

/** A stop that is in force for somebody. */
export interface Stop {
  readonly number: number
  /** Identity key of the host in hexadecimal; null where it was not heard from that host itself. */
  readonly by: string | null
  readonly mayResume: boolean
}

export interface Subject {
  /** Identity key in hexadecimal. */
  readonly id: string
  readonly isHost: boolean
}

/** A word as it was heard: by its giver itself, or told by another host. */
interface Heard {
  readonly order: MediaOrder
  readonly isOwnWord: boolean
}

export interface MediaOrdersOptions {
  /** Milliseconds of the epoch of time. */
  readonly wallClock: () => number
  /** Whether somebody, by identity key in hexadecimal, is a member now. */
  readonly isIn: (id: string) => boolean
}

export class MediaOrders {
  readonly #options: MediaOrdersOptions
  /** The newest word about each thing, by `nameOf`. */
  readonly #newest = new Map<string, Heard>()
  /** In answer to the order of which number each person turned a thing on again last, by `nameOf`. */
  readonly #answered = new Map<string, number>()
  #highest = 0

  constructor(options: MediaOrdersOptions) {
    this.#options = options
  }

  /** The number of an order that is given now, each time a higher one. */
  nextNumber(): number {
    this.#highest = Math.max(this.#highest + 1, this.#options.wallClock())
    return this.#highest
  }

  /** `refused`: its number is from too far in the future. `outdone`: a newer word is known, or this very one. `from`: who told it. */
  take(order: MediaOrder, from: string): "new" | "outdone" | "refused" {
    const { number, medium, whom } = order
    if (number > Math.max(this.#options.wallClock() + MAX_AHEAD_MS, this.#highest + MAX_STEP)) return "refused"
    this.#highest = Math.max(this.#highest, number)
    const name = nameOf(medium, whom)
    const known = this.#newest.get(name)
    const isOwnWord = from === order.by
    const isCorrected = isOwnWord && known && !known.isOwnWord && isOneWord(order, known.order)
    if (known && !isNewer(order, known.order) && !isCorrected) return "outdone"
    this.#newest.delete(name) // now the last that came
    this.#newest.set(name, { order, isOwnWord })
    if (this.#isAway(order)) this.#forgetAway()
    return isCorrected && order.word === known.order.word ? "outdone" : "new"
  }

  /** A person said that it turned a thing on again, in answer to the order of this number: to none that comes later. */
  handleAnswer(id: string, medium: Medium, number: number): void {
    this.#answered.set(nameOf(medium, id), number)
  }

  /** The stop that is in force, or null. A host may always resume. */
  stopOf({ id, isHost }: Subject, medium: Medium): Stop | null {
    const own = this.#newest.get(nameOf(medium, id))
    const all = isHost ? undefined : this.#newest.get(nameOf(medium, null))
    const heard = newerOf(own, all)
    if (!heard || heard.order.word === "allow") return null
    const { order, isOwnWord } = heard
    const { number } = order
    const by = isOwnWord ? order.by : null
    const mayResume = order.word === "stop" || isHost
    return mayResume && this.#hasAnswered(id, order) ? null : { number, by, mayResume }
  }

  /** What a newcomer has to know: all but the stops that their persons have answered. */
  standing(): readonly MediaOrder[] {
    const orders = [...this.#newest.values()].map(({ order }) => order)
    return orders.filter((order) => {
      const { whom, word } = order
      return whom === null || word !== "stop" || !this.#hasAnswered(whom, order)
    })
  }

  // Whoever made up people must not leave no room for the words about those who are.
  #forgetAway(): void {
    const away = [...this.#newest].filter(([, { order }]) => this.#isAway(order))
    for (const [name] of away.slice(0, Math.max(0, away.length - MAX_AWAY))) this.#newest.delete(name)
  }

  #isAway({ whom }: MediaOrder): boolean {
    return whom !== null && !this.#options.isIn(whom)
  }

  #hasAnswered(id: string, { medium, number }: MediaOrder): boolean {
    return this.#answered.get(nameOf(medium, id)) === number
  }
}

function nameOf(medium: Medium, whom: string | null): string {
  return `${medium} ${whom ?? "everybody"}`
}

function newerOf(one: Heard | undefined, other: Heard | undefined): Heard | undefined {
  if (!one || !other) return one ?? other
  return isNewer(other.order, one.order) ? other : one
}

function isOneWord(one: MediaOrder, other: MediaOrder): boolean {
  return one.number === other.number && one.by === other.by
}

function isNewer(one: MediaOrder, other: MediaOrder): boolean {
  return one.number === other.number ? one.by > other.by : one.number > other.number
}
