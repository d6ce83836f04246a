// What a host's order takes, commit by commit, from the newest state of the group. Plans are asked anew after each commit
// and whenever another one came between, so what they say is never about an old epoch.

import { isEqual, toHex } from "../bytes/bytes.ts"
import { signStatement, signWith } from "../bytes/statement.ts"
import { type EpochMember, type EpochState, originOf } from "../mls/epoch-state.ts"
import { MAX_CO_HOSTS } from "../mls/meeting-context.ts"
import type { ContextChange } from "../mls/session-options.ts"
import type { SigningKey } from "../vault/vault.ts"
import { isStricter } from "./authority.ts"
import type { OrderOutcome } from "./host-order.ts"
import type { GroupOrder } from "./orders.ts"
import { isOwnHost, memberOf } from "./own-member.ts"
import { FALLBACK_MS } from "./return-tickets.ts"

/** The next commit of an order, or how it ended. */
export type OrderStep =
  /** `hostKey`: where the host key itself must sign. `nextLink`: what the members alone shall read. */
  | {
      readonly kind: "context"
      readonly change: ContextChange
      readonly hostKey: CryptoKey | null
      readonly nextLink: Uint8Array | null
    }
  | { readonly kind: "remove"; readonly member: EpochMember }
  | { readonly kind: "over"; readonly outcome: OrderOutcome }

/** The newest change of the context that an order brought about. */
export interface Spoken {
  /** The epoch that it was built in. */
  readonly before: EpochState
  /** The context's since then. */
  readonly generation: number
  readonly msSinceBuilt: number
  readonly msInForce: number
}

/** `made`: how many commits of this order are in force. `spoken`: null as long as none of them changed the context. */
export type OrderPlan = (state: EpochState, made: number, spoken: Spoken | null) => Promise<OrderStep>

/** What a host orders of the group's context or members; `hostKey` is the meeting's, where it is in this browser. */
export function planOf(order: Exclude<GroupOrder, { kind: "rotate-link" }>, hostKey: SigningKey | null): OrderPlan {
  switch (order.kind) {
    case "admission":
      return byHosts(async (state) => setting(state, { admission: order.admission }))
    case "may-share":
      return byHosts(async (state) => setting(state, { mayShare: order.who }))
    case "may-chat":
      return byHosts(async (state) => setting(state, { mayChat: order.who }))
    case "remove":
      return byHosts(async (...now) => removal(now, order.personId, hostKey))
    case "make-co-host":
      return byHosts((state) => promotion(state, order.personId, hostKey))
    case "unmake-co-host":
      return byHosts(async (state) => demotion(state, order.personId, hostKey))
  }
}

/** Only hosts commit; an order whose one commit is in force is done. */
export function byHosts(plan: OrderPlan): OrderPlan {
  return async (...now) => {
    const [state] = now
    return isOwnHost(state) ? plan(...now) : over("not-allowed")
  }
}

function setting(
  state: EpochState,
  change: Partial<Pick<EpochState["context"], "admission" | "mayShare" | "mayChat">>,
) {
  const before = state.context
  const after = { ...before, ...change }
  if (after.admission === before.admission && after.mayShare === before.mayShare && after.mayChat === before.mayChat) {
    return over("done")
  }
  // Tickets of the time before would open what was just closed.
  const isClosing = isStricter(after.admission, before.admission)
  return context(isClosing ? { ...change, generation: before.generation + 1 } : change)
}

/** So long after the generation rose no other host has handed out tickets yet. */
export const SURE_MS = FALLBACK_MS - 2000

/**
 * The link is still known to whoever goes, so nobody comes by it alone from before the removal on. Other hosts do not know
 * who goes: where there was time for them to hand out tickets, the generation is raised once more.
 */
function removal(now: Parameters<OrderPlan>, personId: string, hostKey: SigningKey | null): OrderStep {
  const [state, made, spoken] = now
  const member = memberOf(state, personId)
  const { context: before } = state
  const isNewest = spoken !== null && spoken.generation === before.generation
  if (!member) {
    if (made === 0) return over("outdone")
    // Raised while they were in; what another host raised since then it raised after they were gone.
    const mayHaveTicket = isNewest && spoken.msSinceBuilt > SURE_MS && memberOf(spoken.before, personId) !== undefined
    return mayHaveTicket ? context({ generation: before.generation + 1 }) : over("done")
  }
  if (member.role === "host" || member.leaf === state.ownLeaf) return over("not-allowed")
  const isSure = isNewest && spoken.msInForce <= SURE_MS
  if (isSure && member.role === "member") return { kind: "remove", member }
  const admission = before.admission === "open" ? "ask" : before.admission
  const change = { admission, generation: before.generation + 1 } as const
  if (member.role === "member") return context(change)
  return hostKey ? context({ ...change, coHosts: others(state, personId) }, hostKey) : over("not-allowed")
}

// A co-host's tickets end with its office: the generation rises with each that is taken. Where the list is full, of those
// who are not in.
async function promotion(state: EpochState, personId: string, hostKey: SigningKey | null): Promise<OrderStep> {
  const member = memberOf(state, personId)
  if (!hostKey) return over("not-allowed")
  if (!member) return over("outdone")
  if (member.role !== "member") return over("done")
  const { identityKey } = member
  const { coHosts, generation } = state.context
  const kept = coHosts.length < MAX_CO_HOSTS ? coHosts : coHosts.filter((coHost) => isIn(state, coHost))
  if (kept.length === MAX_CO_HOSTS) return over("not-allowed")
  const statement = { groupId: originOf(state), identityKey }
  const certificate = await signStatement(signWith(hostKey.privateKey), "co-host", statement)
  const change = { coHosts: [...kept, { identityKey, certificate }] }
  return context(kept === coHosts ? change : { ...change, generation: generation + 1 }, hostKey)
}

function demotion(state: EpochState, personId: string, hostKey: SigningKey | null): OrderStep {
  if (!hostKey) return over("not-allowed")
  const coHosts = others(state, personId)
  if (coHosts.length === state.context.coHosts.length) return over("done")
  return context({ coHosts, generation: state.context.generation + 1 }, hostKey)
}

function isIn({ members }: EpochState, { identityKey }: Pick<EpochMember, "identityKey">): boolean {
  return members.some((member) => isEqual(member.identityKey, identityKey))
}

function others({ context: { coHosts } }: EpochState, personId: string) {
  return coHosts.filter(({ identityKey }) => toHex(identityKey) !== personId)
}

function context(change: ContextChange, hostKey: SigningKey | null = null): OrderStep {
  return { kind: "context", change, hostKey: hostKey?.privateKey ?? null, nextLink: null }
}

function over(outcome: OrderOutcome): OrderStep {
  return { kind: "over", outcome }
}
