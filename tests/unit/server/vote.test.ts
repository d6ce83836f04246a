import { describe, expect, it } from "vitest"
import { Vote } from "../../../server/provisional.ts"

async function outcomeOf(vote: Vote): Promise<string> {
  return Promise.race([vote.outcome, Promise.resolve("open")])
}

describe("the vote on a commit", () => {
  it("is final at once where nobody is there to vote", async () => {
    expect(await outcomeOf(new Vote([]))).toBe("final")
  })

  it("is final with the first voter that applied, and not with a stranger", async () => {
    const vote = new Vote(["alice", "bob"])
    vote.handleApplied("mallory")
    expect(await outcomeOf(vote)).toBe("open")
    vote.handleApplied("bob")
    vote.handleRefusal("alice")
    expect(await outcomeOf(vote)).toBe("final")
  })

  it("is restored by two refusals of different voters", async () => {
    const vote = new Vote(["alice", "bob", "charlie"])
    vote.handleRefusal("alice")
    vote.handleRefusal("alice")
    vote.handleRefusal("mallory")
    expect(await outcomeOf(vote)).toBe("open")
    vote.handleRefusal("bob")
    expect(await outcomeOf(vote)).toBe("restored")
  })

  it("is restored by the only voter's refusal", async () => {
    const vote = new Vote(["alice"])
    vote.handleRefusal("alice")
    expect(await outcomeOf(vote)).toBe("restored")
  })

  it("is restored when one refused and all others went", async () => {
    const vote = new Vote(["alice", "bob"])
    vote.handleRefusal("alice")
    vote.handleGone("bob")
    expect(await outcomeOf(vote)).toBe("restored")
  })

  it("is final when every voter went, or when time is up", async () => {
    const [left, late] = [new Vote(["alice"]), new Vote(["alice", "bob"])]
    left.handleGone("alice")
    late.handleRefusal("alice")
    late.handleTimeout()
    expect([await outcomeOf(left), await outcomeOf(late)]).toEqual(["final", "final"])
  })

  it("tells whether anybody applied or refused it, whatever came of it", async () => {
    const vote = new Vote(["alice", "bob", "charlie"])
    vote.handleRefusal("mallory")
    vote.handleApplied("mallory")
    expect([vote.wasApplied, vote.wasRefused]).toEqual([false, false])
    vote.handleRefusal("alice")
    vote.handleApplied("bob")
    expect([vote.wasApplied, vote.wasRefused]).toEqual([true, true])
  })
})
