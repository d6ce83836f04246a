import { describe, expect, it } from "vitest"
import { EpochFollowers } from "../../../src/meeting/epoch-followers.ts"
import type { Deed } from "../../../src/meeting/deed.ts"
import type { EpochState } from "../../../src/mls/epoch-state.ts"
import { ANA, BEN, epochOf } from "./fixtures.ts"

const EPOCH = epochOf(2n, [ANA, BEN])
const DEED: Deed = { author: ANA.identityKey, expelled: [] }

/** Followers that note who was told, of which epoch, and of which deed where they are told of one. */
function setUp(roster: "same" | "changed" = "changed") {
  const told: string[] = []
  const note =
    (who: string) =>
    (state: EpochState, deed?: Deed | null): void => {
      const deedName = deed === null ? "no deed" : "a deed"
      told.push(`${who} ${state.epoch}${deed === undefined ? "" : `, ${deedName}`}`)
    }
  const learn = async (state: EpochState): Promise<void> => {
    await Promise.resolve()
    note("roster")(state)
  }
  const followers = new EpochFollowers({
    roster: { learn },
    words: { handleComing: note("words coming"), handleInstalled: note("words installed") },
    news: {
      tell: (state, deed) => {
        note("news")(state, deed)
        return roster
      },
    },
    code: { handleRoster: note("code") },
    others: [{ handleEpoch: note("one more") }, { handleEpoch: note("another") }],
  })
  return { followers, told }
}

describe("those who go by the epoch", () => {
  it("are told of a new one, some before its keys are installed", async () => {
    const { followers, told } = setUp()
    await followers.handleEpoch(EPOCH, DEED, async () => void told.push("installed"))
    expect(told).toEqual([
      "roster 2",
      "words coming 2",
      "installed",
      "words installed 2",
      "news 2, a deed",
      "code 2",
      "one more 2, a deed",
      "another 2, a deed",
    ])
  })

  it("are told, every one of them, of one that is in use again", async () => {
    const [fresh, again] = [setUp(), setUp()]
    await fresh.followers.handleEpoch(EPOCH, null, async () => {})
    await again.followers.handleRestored(EPOCH)
    expect(again.told).toEqual(fresh.told)
    expect(again.told).toContain("another 2, no deed")
  })

  it("work out no other code for the same people", async () => {
    const { followers, told } = setUp("same")
    await followers.handleEpoch(EPOCH, DEED, async () => {})
    expect(told).not.toContain("code 2")
  })
})
