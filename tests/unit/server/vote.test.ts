import { describe, expect, it } from "vitest"
import { Vote } from "../../../server/provisional.ts"

async function outcomeOf(vote: Vote): Promise<string> {
  return Promise.race([vote.outcome, Promise.resolve("open")])
}

describe("the vote on a commit", () => {
  it("is final at once where nobody is there to vote", async () => {
    expect(await outcomeOf(new Vote([], "member"))).toBe("final")
  })

  it("is final with the first voter that applied, and not with a stranger", async () => {
    const vote = new Vote(["alice", "bob"], "member")
    vote.handleApplied("mallory")
    expect(await outcomeOf(vote)).toBe("open")
    vote.handleApplied("bob")
    vote.handleRefusal("alice")
    expect(await outcomeOf(vote)).toBe("final")
  })

  it("is restored by two refusals of different voters", async () => {
    const vote = new Vote(["alice", "bob", "charlie"], "member")
    vote.handleRefusal("alice")
    vote.handleRefusal("alice")
    vote.handleRefusal("mallory")
    expect(await outcomeOf(vote)).toBe("open")
    vote.handleRefusal("bob")
    expect(await outcomeOf(vote)).toBe("restored")
  })

  it("is restored by the only voter's refusal", async () => {
    const vote = new Vote(["alice"], "member")
    vote.handleRefusal("alice")
    expect(await outcomeOf(vote)).toBe("restored")
  })

  it("is restored when one refused and all others went", async () => {
    const vote = new Vote(["alice", "bob"], "member")
    vote.handleRefusal("alice")
    vote.handleGone("bob")
    expect(await outcomeOf(vote)).toBe("restored")
  })

  it("is not restored by two of three who hear a host's", async () => {
    const outnumbered = new Vote(["alice", "bob", "charlie"], "host")
    for (const voter of ["alice", "bob"]) outnumbered.handleRefusal(voter)
    expect(await outcomeOf(outnumbered)).toBe("open")
    outnumbered.handleApplied("charlie")
    expect(await outcomeOf(outnumbered)).toBe("final")
  })

  it("is final at once where one alone hears a host's, or is left to", async () => {
    expect(await outcomeOf(new Vote(["alice"], "host"))).toBe("final")
    const left = new Vote(["alice", "bob"], "host")
    expect(await outcomeOf(left)).toBe("open")
    left.handleGone("bob")
    expect(await outcomeOf(left)).toBe("final")
  })

  it("is restored where all refuse a host's, who are at least two", async () => {
    const [two, three] = [new Vote(["alice", "bob"], "host"), new Vote(["alice", "bob", "charlie"], "host")]
    for (const voter of ["alice", "bob"]) for (const vote of [two, three]) vote.handleRefusal(voter)
    expect([await outcomeOf(two), await outcomeOf(three)]).toEqual(["restored", "open"])
    three.handleRefusal("charlie")
    expect(await outcomeOf(three)).toBe("restored")
  })

  it("is final when every voter went, or when time is up", async () => {
    const [left, late] = [new Vote(["alice"], "member"), new Vote(["alice", "bob"], "member")]
    left.handleGone("alice")
    late.handleRefusal("alice")
    late.handleTimeout()
    expect([await outcomeOf(left), await outcomeOf(late)]).toEqual(["final", "final"])
  })

  it("tells whether anybody applied or refused it, whatever came of it", async () => {
    const vote = new Vote(["alice", "bob", "charlie"], "member")
    vote.handleRefusal("mallory")
    vote.handleApplied("mallory")
    expect([vote.wasApplied, vote.wasRefused]).toEqual([false, false])
    vote.handleRefusal("alice")
    vote.handleApplied("bob")
    expect([vote.wasApplied, vote.wasRefused]).toEqual([true, true])
  })
})
