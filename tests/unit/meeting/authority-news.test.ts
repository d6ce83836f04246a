import { describe, expect, it } from "vitest"
import { AuthorityNews } from "../../../src/meeting/authority-news.ts"
import type { EpochState } from "../../../src/mls/epoch-state.ts"
import { ANA, BEN, CHIDI, epochOf, key } from "./fixtures.ts"

const STATE = epochOf(1n, [ANA, BEN, CHIDI])
const BY_ANA = { author: ANA.identityKey, expelled: [] }
const CO_HOST = { identityKey: BEN.identityKey, certificate: new Uint8Array(64) }

function changed(change: Partial<EpochState["context"]>): EpochState {
  return { ...STATE, context: { ...STATE.context, ...change } }
}

describe("what people are told of their hosts", () => {
  it.each([
    [{ admission: "ask" }, { kind: "admission-ask", name: null }],
    [{ admission: "locked" }, { kind: "admission-locked", name: null }],
    [{ mayShare: "hosts" }, { kind: "may-share-changed", name: null }],
    [{ mayChat: "hosts" }, { kind: "may-chat-changed", name: null }],
    [
      { meeting: "Meeting002", pskId: key(99) },
      { kind: "link-rotated", name: null },
    ],
    [{ coHosts: [CO_HOST] }, { kind: "co-host-made", name: "Ben" }],
  ] as const satisfies readonly (readonly [Partial<EpochState["context"]>, object])[])(
    "is each change, with who made it: %o",
    (change, notice) => {
      const news = new AuthorityNews(STATE)
      expect(news.update(changed(change), BY_ANA, "whole")).toEqual([{ ...notice, by: "Ana" }])
      expect(news.update(changed(change), BY_ANA, "whole")).toEqual([])
    },
  )

  it("is that somebody is no co-host any more, and that a door is open again", () => {
    const news = new AuthorityNews(changed({ coHosts: [CO_HOST], admission: "locked" }))
    expect(news.update(STATE, null, "whole")).toEqual([
      { kind: "admission-open", name: null, by: null },
      { kind: "co-host-unmade", name: "Ben", by: null },
    ])
  })

  it("is that the last host went, and that one is back", () => {
    const news = new AuthorityNews(STATE)
    expect(news.update(epochOf(2n, [BEN, CHIDI]), null, "whole")).toEqual([
      { kind: "authority-rests", name: null, by: null },
    ])
    expect(news.update(epochOf(3n, [BEN, CHIDI, ANA]), null, "whole")).toEqual([
      { kind: "authority-back", name: null, by: null },
    ])
  })

  it("is nothing of a host who is not in a successor group yet, until all had time to come", () => {
    const news = new AuthorityNews(STATE)
    expect(news.update(epochOf(0n, [BEN]), null, "gathering")).toEqual([])
    expect(news.update(epochOf(1n, [BEN, ANA]), null, "gathering")).toEqual([])
    expect(news.handleGathered()).toEqual([])
    news.update(epochOf(0n, [BEN]), null, "gathering")
    expect(news.handleGathered()).toEqual([{ kind: "authority-rests", name: null, by: null }])
  })
})
