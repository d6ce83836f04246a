import { describe, expect, it } from "vitest"
import { RosterNews } from "../../../src/meeting/roster-news.ts"
import { ANA, BEN, CHIDI, epochOf } from "./fixtures.ts"

const EVERYBODY = epochOf(1n, [ANA, BEN, CHIDI])

const said = (news: readonly { readonly kind: string; readonly name: string | null }[]) =>
  news.map(({ kind, name }) => `${name} ${kind}`)

describe("what people are told of who is in", () => {
  it("is who came and who went", () => {
    const news = new RosterNews(epochOf(0n, [ANA, BEN]))
    const told = news.update(epochOf(1n, [ANA, CHIDI]), null)
    expect(said(told.news)).toEqual(["Ben left", "Chidi joined"])
    expect(told.roster).toBe("changed")
    expect(news.update(epochOf(2n, [ANA, CHIDI]), null)).toEqual({ news: [], roster: "same" })
  })

  it("is nothing of those who come into a successor group, until all had time to", () => {
    const news = new RosterNews(EVERYBODY)
    news.handleParted(CHIDI.identityKey)
    expect(news.update(epochOf(0n, [ANA]), null)).toEqual({ news: [], roster: "changed" })
    expect(news.update(epochOf(1n, [ANA, BEN]), null).news).toEqual([])
    expect(news.handleGathered()).toEqual([])
    expect(said(news.update(epochOf(2n, [ANA]), null).news)).toEqual(["Ben left"])
  })

  it("is who did not come there, the author of the refused commit apart", () => {
    const news = new RosterNews(EVERYBODY)
    news.handleParted(CHIDI.identityKey)
    news.update(epochOf(0n, [ANA]), null)
    expect(said(news.handleGathered())).toEqual(["Ben left"])
  })

  it("is a stranger's coming there", () => {
    const news = new RosterNews(epochOf(1n, [ANA, CHIDI]))
    news.handleParted(CHIDI.identityKey)
    news.update(epochOf(0n, [ANA]), null)
    expect(said(news.update(epochOf(1n, [ANA, BEN]), null).news)).toEqual(["Ben joined"])
  })
})
