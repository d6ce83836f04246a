import { describe, expect, it } from "vitest"
import { toHex } from "../../../src/bytes/bytes.ts"
import { isSigned } from "../../../src/bytes/statement.ts"
import type { Admission } from "../../../src/delivery/messages.ts"
import type { HostOrder } from "../../../src/meeting/host-order.ts"
import { type OrderStep, planOf, type Spoken, SURE_MS } from "../../../src/meeting/order-plans.ts"
import type { GroupOrder } from "../../../src/meeting/orders.ts"
import type { EpochState } from "../../../src/mls/epoch-state.ts"
import { MAX_CO_HOSTS } from "../../../src/mls/meeting-context.ts"
import { ANA, BEN, CHIDI, epochOf, key } from "./fixtures.ts"

type Plannable = Exclude<GroupOrder, { kind: "rotate-link" }>

const HOST_KEY = await generateHostKey()
const CO_HOST = { ...BEN, role: "co-host" } as const
const ben = toHex(BEN.identityKey)
const chidi = toHex(CHIDI.identityKey)
const ana = toHex(ANA.identityKey)

/** Ana is the host at leaf 0; `own` is whose view it is. */
function stateOf(context: Partial<EpochState["context"]> = {}, people = [ANA, BEN, CHIDI], own = 0): EpochState {
  const state = epochOf(1n, people, own)
  return { ...state, context: { ...state.context, ...context } }
}

const next = (order: Plannable, state: EpochState, spoken: Spoken | null = null) =>
  planOf(order, HOST_KEY)(state, spoken ? 1 : 0, spoken)
const elsewhere = (order: Plannable, state: EpochState) => planOf(order, null)(state, 0, null)
const admit = (admission: Admission, before: Admission) =>
  next({ kind: "admission", admission }, stateOf({ admission: before, generation: 3 }))
/** After the order's first commit. */
const raised = (people: Parameters<typeof stateOf>[1]) => stateOf({ admission: "ask", generation: 1 }, people)
const spokenFor = (msSinceBuilt: number, msInForce: number): Spoken => ({
  before: stateOf(),
  generation: 1,
  msSinceBuilt,
  msInForce,
})
const over = (outcome: string) => ({ kind: "over", outcome })
const coHostOf = (identityKey: Uint8Array) => ({ identityKey, certificate: new Uint8Array(64) })
const changeOf = (step: OrderStep) => (step.kind === "context" ? step.change : step)

describe("what an order takes", () => {
  it.each([
    ["admission", { kind: "admission", admission: "ask" }],
    ["may-share", { kind: "may-share", who: "hosts" }],
    ["may-chat", { kind: "may-chat", who: "hosts" }],
    ["remove", { kind: "remove", personId: chidi }],
    ["make-co-host", { kind: "make-co-host", personId: chidi }],
    ["unmake-co-host", { kind: "unmake-co-host", personId: ben }],
  ] as const satisfies readonly (readonly [HostOrder["kind"], Plannable])[])(
    "is nothing for a member: %s",
    async (_kind, order) => {
      expect(await next(order, stateOf({}, [ANA, BEN, CHIDI], 1))).toEqual(over("not-allowed"))
    },
  )

  it("raises the generation where the meeting is closed further, and only there", async () => {
    expect(changeOf(await admit("ask", "open"))).toEqual({ admission: "ask", generation: 4 })
    expect(changeOf(await admit("locked", "ask"))).toEqual({ admission: "locked", generation: 4 })
    expect(changeOf(await admit("open", "locked"))).toEqual({ admission: "open" })
    expect(changeOf(await admit("ask", "locked"))).toEqual({ admission: "ask" })
    expect(await admit("ask", "ask")).toEqual(over("done"))
  })

  it("is done once the context says so, whoever made it", async () => {
    expect(await next({ kind: "may-chat", who: "hosts" }, stateOf({ mayChat: "hosts" }))).toEqual(over("done"))
    expect(changeOf(await next({ kind: "may-share", who: "hosts" }, stateOf()))).toEqual({ mayShare: "hosts" })
  })

  it("closes the door before somebody is removed, and removes by the newest leaf", async () => {
    const order = { kind: "remove", personId: chidi } as const
    expect(changeOf(await next(order, stateOf()))).toEqual({ admission: "ask", generation: 1 })
    const locked = stateOf({ admission: "locked", generation: 7 })
    expect(changeOf(await next(order, locked))).toEqual({ admission: "locked", generation: 8 })
    const back = { ...CHIDI, leafKey: key(77) }
    const spoken = spokenFor(0, 0)
    expect(await next(order, raised([ANA, BEN, back]), spoken)).toMatchObject({ kind: "remove", member: back })
    expect(await next(order, raised([ANA, BEN]), spoken)).toEqual(over("done"))
    expect(await next(order, stateOf({}, [ANA, BEN]))).toEqual(over("outdone"))
  })

  it("closes the door once more where others may have handed out tickets meanwhile", async () => {
    const order = { kind: "remove", personId: chidi } as const
    const again = { admission: "ask", generation: 2 }
    const everybody = raised([ANA, BEN, CHIDI])
    expect(await next(order, everybody, spokenFor(SURE_MS, SURE_MS))).toMatchObject({ kind: "remove" })
    expect(changeOf(await next(order, everybody, spokenFor(SURE_MS + 1, SURE_MS + 1)))).toEqual(again)
    // Another host raised it since, and handed out tickets at once.
    expect(changeOf(await next(order, everybody, { ...spokenFor(0, 0), generation: 0 }))).toEqual(again)
  })

  it("raises the generation after a removal that took long, once", async () => {
    const order = { kind: "remove", personId: chidi } as const
    const without = raised([ANA, BEN])
    expect(await next(order, without, spokenFor(SURE_MS, 0))).toEqual(over("done"))
    expect(changeOf(await next(order, without, spokenFor(SURE_MS + 1, 0)))).toEqual({ generation: 2 })
    const raisedSince = { ...spokenFor(SURE_MS + 1, 0), before: without }
    expect(await next(order, without, raisedSince)).toEqual(over("done"))
    const byAnother = { ...spokenFor(SURE_MS + 1, 0), generation: 0 }
    expect(await next(order, without, byAnother)).toEqual(over("done"))
  })

  it("removes neither a host nor oneself", async () => {
    expect(await next({ kind: "remove", personId: ana }, stateOf())).toEqual(over("not-allowed"))
    const view = stateOf({}, [ANA, CO_HOST, CHIDI], 1)
    expect(await next({ kind: "remove", personId: ben }, view)).toEqual(over("not-allowed"))
    expect(await next({ kind: "remove", personId: ana }, view)).toEqual(over("not-allowed"))
  })

  it("takes a co-host off the list in the same breath, which takes the host key", async () => {
    const coHosts = [coHostOf(BEN.identityKey)]
    const state = stateOf({ coHosts }, [ANA, CO_HOST, CHIDI])
    const order = { kind: "remove", personId: ben } as const
    expect(changeOf(await next(order, state))).toEqual({ admission: "ask", generation: 1, coHosts: [] })
    expect(await elsewhere(order, state)).toEqual(over("not-allowed"))
    expect(changeOf(await next({ kind: "unmake-co-host", personId: ben }, state))).toEqual({
      coHosts: [],
      generation: 1,
    })
    expect(await elsewhere({ kind: "unmake-co-host", personId: ben }, state)).toEqual(over("not-allowed"))
    expect(await next({ kind: "unmake-co-host", personId: chidi }, state)).toEqual(over("done"))
  })

  it("certifies a co-host by the host key, for this group", async () => {
    const order = { kind: "make-co-host", personId: chidi } as const
    const step = await next(order, stateOf())
    if (step.kind !== "context") throw new TypeError("expected a change of the context")
    const [coHost] = step.change.coHosts ?? []
    const statement = { groupId: key(7), identityKey: CHIDI.identityKey }
    expect(coHost && (await isSigned(HOST_KEY.publicKey, coHost.certificate, "co-host", statement))).toBe(true)
    expect(await elsewhere(order, stateOf())).toEqual(over("not-allowed"))
    expect(await next(order, stateOf({}, [ANA, BEN]))).toEqual(over("outdone"))
    expect(await next(order, stateOf({}, [ANA, BEN, { ...CHIDI, role: "co-host" }]))).toEqual(over("done"))
  })

  it("takes the office of those who are not in where there is no room for another co-host", async () => {
    const away = Array.from({ length: MAX_CO_HOSTS }, (_, count) => coHostOf(key(100 + count)))
    const coHosts = [coHostOf(BEN.identityKey), ...away.slice(1)]
    const order = { kind: "make-co-host", personId: chidi } as const
    const change = async (state: EpochState) => {
      const step = await next(order, state)
      if (step.kind !== "context") return step
      return { ...step.change, coHosts: step.change.coHosts?.map(({ identityKey }) => toHex(identityKey)) }
    }
    const people = [ANA, CO_HOST, CHIDI]
    expect(await change(stateOf({ coHosts, generation: 4 }, people))).toEqual({ coHosts: [ben, chidi], generation: 5 })
    const some = coHosts.slice(1)
    const kept = some.map(({ identityKey }) => toHex(identityKey))
    expect(await change(stateOf({ coHosts: some }, people))).toEqual({ coHosts: [...kept, chidi] })
    const all = coHosts.map(({ identityKey }) => ({ ...CO_HOST, identityKey }))
    expect(await change(stateOf({ coHosts }, [ANA, CHIDI, ...all]))).toEqual(over("not-allowed"))
  })
})

async function generateHostKey() {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
  return {
    publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)),
    privateKey: pair.privateKey,
  }
}
