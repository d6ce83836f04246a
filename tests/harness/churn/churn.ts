// People who come and go in seeded random order, several at once; after each step everybody who is in must be of one
// mind before the next.

import { setTimeout as wait } from "node:timers/promises"
import { eventually } from "../eventually.ts"
import type { NodeClient } from "../node-client.ts"
import type { NodeMeeting } from "../node-meeting.ts"
import type { Random } from "../random.ts"
import { type Agreement, disagreement, identityOf } from "./agreement.ts"
import { type Move, Regular } from "./regular.ts"

export interface ChurnOptions {
  readonly meeting: NodeMeeting
  /** How many people come and go. */
  readonly clients: number
  /** How many of them move in one step, at most. */
  readonly atOnce: number
  /** The run ends after this many joins. */
  readonly joins: number
  readonly random: Random
  /** Moves the service's clock ahead, so that nobody waits for the time after which the lost count as gone. */
  readonly passTime: (ms: number) => Promise<void>
  readonly onStep: (step: ChurnStep) => void
}

export interface ChurnStep {
  readonly number: number
  /** Such as "P3 leave". */
  readonly moves: readonly string[]
  readonly joins: number
  readonly people: number
  readonly epoch: bigint
  readonly settleMs: number
}

export interface ChurnResult {
  readonly joins: number
  /** Steps after which all were of one mind. */
  readonly settled: number
  /** What went wrong, and in which step. */
  readonly failures: readonly string[]
  /** Of each join: from the click to being in. */
  readonly joinMs: readonly number[]
  /** Of each step: from its last move's end to agreement. */
  readonly settleMs: readonly number[]
}

const STAYERS = 2
const STAGGER_MS = 120
/** In which the service hears of a socket's end, as a rule. */
const NOTICED_MS = 100
/** Between two signs of life; the second one missed makes the lost count as gone. */
const ALIVE_MS = 5000
const SETTLES_WITHIN = { timeout: 30_000, interval: 20 }

export async function runChurn(options: ChurnOptions): Promise<ChurnResult> {
  return new Churn(options).run()
}

class Churn {
  readonly #options: ChurnOptions
  readonly #people: readonly Regular[]
  readonly #left = new Set<string>()
  readonly #joinMs: number[] = []
  readonly #settleMs: number[] = []
  readonly #failures: string[] = []
  #joins = 0
  #step = 0

  constructor(options: ChurnOptions) {
    this.#options = options
    const { meeting, clients } = options
    // An empty meeting would make its next guest wait for somebody's return.
    this.#people = Array.from(
      { length: clients },
      (_, index) => new Regular(`P${index}`, meeting, index < STAYERS ? "stays" : "comes-and-goes"),
    )
  }

  async run(): Promise<ChurnResult> {
    let isSettled = true
    while (isSettled && this.#joins < this.#options.joins) {
      // oxlint-disable-next-line no-await-in-loop -- a step begins where the one before ended
      isSettled = await this.#takeStep(this.#chooseMoves(), "may-remain")
    }
    // Those cut off first: whoever is away while time passes counts as gone.
    if (isSettled) isSettled = await this.#takeStep(this.#everybodyReturns(), "may-remain")
    if (isSettled) await this.#takeStep(new Map(), "gone")
    const [joins, failures, joinMs, settleMs] = [this.#joins, this.#failures, this.#joinMs, this.#settleMs]
    return { joins, settled: settleMs.length, failures, joinMs, settleMs }
  }

  #chooseMoves(): ReadonlyMap<Regular, Move> {
    const { random, atOnce } = this.#options
    const moves = new Map<Regular, Move>()
    const isForced = (person: Regular): boolean => person.lost !== null && random.below(4) > 0
    for (const person of this.#people.filter(isForced)) moves.set(person, person.nextMove(random))
    const wanted = 1 + random.below(atOnce)
    while (moves.size < wanted) {
      const person = random.pick(this.#people)
      moves.set(person, person.nextMove(random))
    }
    return moves
  }

  #everybodyReturns(): ReadonlyMap<Regular, Move> {
    return new Map(this.#people.filter(({ lost }) => lost !== null).map((person) => [person, { kind: "return" }]))
  }

  async #takeStep(moves: ReadonlyMap<Regular, Move>, crashed: Agreement["crashed"]): Promise<boolean> {
    this.#step++
    const { random, onStep } = this.#options
    const staggered = [...moves].map(([person, move]) => ({ person, move, afterMs: random.below(STAGGER_MS) }))
    await Promise.all(
      staggered.map(async ({ person, move, afterMs }) => {
        await wait(afterMs)
        await this.#make(person, move)
      }),
    )
    const doneAt = performance.now()
    const isSettled = await this.#settle(crashed)
    const settleMs = performance.now() - doneAt
    if (isSettled) this.#settleMs.push(settleMs)
    const present = this.#present()
    onStep({
      number: this.#step,
      moves: [...moves].map(([{ name }, move]) => `${name} ${describe(move)}`),
      joins: this.#joins,
      people: present.length,
      epoch: present[0]?.state.epoch ?? -1n,
      settleMs,
    })
    return isSettled
  }

  async #make(person: Regular, move: Move): Promise<void> {
    if (move.kind === "join") this.#joins++
    try {
      if (move.kind === "leave" && person.client) this.#left.add(identityOf(person.client))
      const joinMs = await person.make(move)
      if (joinMs !== null) this.#joinMs.push(joinMs)
      if (move.kind === "join" && person.client) this.#left.delete(identityOf(person.client)) // back again
    } catch (error) {
      this.#fail(error)
    }
  }

  async #settle(crashed: Agreement["crashed"]): Promise<boolean> {
    const { meeting, random } = this.#options
    // The SFU and the service notice a crash sooner or later.
    if (random.below(2) === 0) meeting.sfu.noticeVanished()
    const isTimePassing = crashed === "gone" || random.below(4) === 0
    try {
      await this.#agree("may-remain")
      if (isTimePassing) {
        // Whoever has lost the service counts as gone from now on, and is to come back as somebody who is not in.
        await this.#passTime()
        await this.#agree("gone")
      }
      return true
    } catch (error) {
      this.#fail(error)
      return false
    }
  }

  async #agree(crashed: Agreement["crashed"]): Promise<void> {
    await eventually(() => {
      const [present, whole] = [this.#present(), this.#people.flatMap((one) => (one.lost ? [] : (one.client ?? [])))]
      const reason = disagreement({ present, whole, left: this.#left, crashed })
      if (reason !== null) throw new Error(reason)
    }, SETTLES_WITHIN)
  }

  /** In two steps, so that those who are there can answer pings between; nobody is gone before the service saw them go. */
  async #passTime(): Promise<void> {
    const { passTime } = this.#options
    await wait(NOTICED_MS)
    await passTime(ALIVE_MS)
    await wait(NOTICED_MS)
    await passTime(ALIVE_MS)
  }

  /** Everybody who is in and can follow the group. */
  #present(): readonly NodeClient[] {
    for (const person of this.#people) {
      const ended = person.takeEnded()
      if (ended !== null) this.#fail(ended)
    }
    return this.#people.flatMap(({ client, lost }) => (client && lost !== "service" ? [client] : []))
  }

  #fail(error: unknown): void {
    this.#failures.push(`step ${this.#step}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function describe(move: Move): string {
  switch (move.kind) {
    case "join":
      return move.as === "new" ? "joins" : "joins again"
    case "lose":
      return `loses ${move.way}`
    case "leave":
    case "crash":
    case "return":
      return move.kind
  }
}
