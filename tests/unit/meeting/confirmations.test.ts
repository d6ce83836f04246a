import { describe, expect, it } from "vitest"
import { toHex } from "../../../src/bytes/bytes.ts"
import { encodeCbor } from "../../../src/bytes/cbor.ts"
import type { OpenedDataMessage } from "../../../src/media/data-message.ts"
import { COMPARE, Confirmations } from "../../../src/meeting/confirmations.ts"
import type { CodeWord } from "../../../src/meeting/security.ts"
import type { EpochMember } from "../../../src/mls/epoch-state.ts"
import { ANA, BEN, CHIDI, epochOf, key } from "./fixtures.ts"

type Somebody = Omit<EpochMember, "leaf">

const ALL = [ANA, BEN, CHIDI]
const [ana, ben, chidi] = ALL.map(({ identityKey }) => toHex(identityKey))

function confirmationsOf(people: readonly Somebody[]): Confirmations {
  const confirmations = new Confirmations()
  confirmations.handleRoster(epochOf(1n, people))
  return confirmations
}

/** What somebody who sees these people would send. */
function said(by: Somebody, word: CodeWord, people: readonly Somebody[], counter = 0n): OpenedDataMessage {
  const { identityKey, leafKey } = by
  const body = confirmationsOf(people).say(word)
  return { kind: COMPARE, identityKey, leafKey, leaf: 0, epoch: 1n, counter, body }
}

describe("confirmations of the code", () => {
  it("are nobody's at first", () => {
    expect(confirmationsOf(ALL).shown).toEqual({ reader: null, confirmed: [], differ: [], of: 3 })
  })

  it("name who reads, who confirmed and whose code differs, you included", () => {
    const confirmations = confirmationsOf(ALL)
    confirmations.say("match")
    confirmations.handleMessage(said(BEN, "reads", ALL))
    confirmations.handleMessage(said(CHIDI, "differ", ALL))
    expect(confirmations.shown).toEqual({ reader: ben, confirmed: [ana], differ: [chidi], of: 3 })
  })

  it("take the last word of each: a reader who confirms reads no more, and the last who began to read reads", () => {
    const confirmations = confirmationsOf(ALL)
    confirmations.handleMessage(said(BEN, "reads", ALL, 0n))
    confirmations.handleMessage(said(CHIDI, "reads", ALL, 0n))
    expect(confirmations.shown.reader).toBe(chidi)
    confirmations.handleMessage(said(CHIDI, "match", ALL, 1n))
    expect(confirmations.shown).toMatchObject({ reader: ben, confirmed: [chidi] })
  })

  it("take no earlier word of a leaf after a later one, whenever it comes", () => {
    const confirmations = confirmationsOf(ALL)
    confirmations.handleMessage(said(BEN, "differ", ALL, 5n))
    confirmations.handleMessage(said(BEN, "match", ALL, 4n))
    expect(confirmations.shown).toMatchObject({ confirmed: [], differ: [ben] })
    confirmations.handleMessage({ ...said(BEN, "match", ALL, 0n), leafKey: key(200) })
    expect(confirmations.shown).toMatchObject({ confirmed: [ben], differ: [] })
  })

  it("of other people's code, of another host's, and of people who are not in, count for none", () => {
    const confirmations = confirmationsOf(ALL)
    confirmations.handleMessage(said(BEN, "match", [ANA, BEN]))
    const elsewhere = new Confirmations()
    const state = epochOf(1n, ALL)
    elsewhere.handleRoster({ ...state, context: { ...state.context, hostKey: key(77) } })
    confirmations.handleMessage({ ...said(CHIDI, "match", ALL), body: elsewhere.say("match") })
    confirmations.handleMessage({ ...said(BEN, "match", ALL), identityKey: key(99), leafKey: key(199) })
    expect(confirmations.shown).toEqual({ reader: null, confirmed: [], differ: [], of: 3 })
  })

  it("are void once somebody comes or goes, and hold again for the same people", () => {
    const confirmations = confirmationsOf(ALL)
    confirmations.say("match")
    confirmations.handleMessage(said(BEN, "match", ALL))
    confirmations.handleRoster(epochOf(2n, [ANA, BEN]))
    expect(confirmations.shown).toEqual({ reader: null, confirmed: [], differ: [], of: 2 })
    confirmations.handleRoster(epochOf(3n, ALL))
    expect(confirmations.shown.confirmed).toEqual([ana, ben])
  })

  it("of whoever goes and comes back are forgotten, but for a difference, which they have not taken back", () => {
    const confirmations = confirmationsOf(ALL)
    confirmations.handleMessage(said(BEN, "match", ALL))
    confirmations.handleMessage(said(CHIDI, "differ", ALL))
    confirmations.handleRoster(epochOf(2n, [ANA]))
    expect(confirmations.shown.differ).toEqual([])
    confirmations.handleRoster(epochOf(3n, ALL))
    expect(confirmations.shown).toMatchObject({ confirmed: [], differ: [chidi] })
    confirmations.handleMessage({ ...said(CHIDI, "match", ALL), leafKey: key(203) })
    expect(confirmations.shown).toMatchObject({ confirmed: [chidi], differ: [] })
  })

  it("count twenty people, each once, whatever order their words come in", () => {
    const twenty = Array.from({ length: 20 }, (_, n) => ({ ...BEN, identityKey: key(n + 1), leafKey: key(n + 101) }))
    const confirmations = confirmationsOf(twenty)
    confirmations.say("match")
    for (const person of twenty.slice(1).toReversed()) {
      confirmations.handleMessage(said(person, "match", twenty, 1n))
      confirmations.handleMessage(said(person, "reads", twenty, 0n))
    }
    const ids = twenty.map(({ identityKey }) => toHex(identityKey))
    const { reader, confirmed, differ, of } = confirmations.shown
    expect(confirmed.toSorted()).toEqual(ids.toSorted())
    expect([reader, differ, of]).toEqual([null, [], 20])
    confirmations.handleRoster(epochOf(2n, twenty.slice(1)))
    expect(confirmations.shown).toMatchObject({ confirmed: [], of: 19 })
  })

  it("of an epoch that we have yet to install count when it comes", () => {
    const confirmations = confirmationsOf([ANA, BEN])
    confirmations.handleMessage(said(BEN, "match", ALL))
    expect(confirmations.shown.confirmed).toEqual([])
    confirmations.handleRoster(epochOf(2n, ALL))
    expect(confirmations.shown.confirmed).toEqual([ben])
  })

  it.each([
    ["no CBOR", new Uint8Array([255])],
    ["another word", encodeCbor({ verdict: "perhaps", roster: key(1) })],
    ["no roster", encodeCbor({ verdict: "match" })],
    ["a short roster", encodeCbor({ verdict: "match", roster: new Uint8Array(31) })],
    ["more than there is", encodeCbor({ verdict: "match", roster: key(1), for: key(2) })],
  ])("refuse %s", (_what, body) => {
    const confirmations = confirmationsOf(ALL)
    expect(() => confirmations.handleMessage({ ...said(BEN, "match", ALL), body })).toThrow()
    expect(confirmations.shown.confirmed).toEqual([])
  })
})
