// Where one socket stands, and what its requests need. States are a union: what a request may rely on is in its state.

import type { KeptMeeting } from "../src/delivery/digests.ts"
import type { Reply, Request, RequestType } from "../src/delivery/messages.ts"
import type { Clock } from "./clock.ts"
import type { Asker } from "./askers.ts"
import type { Gathering } from "./gathering.ts"
import type { GroupPolicy } from "./group-policy.ts"
import type { ServiceKeys } from "./keys.ts"
import type { RateLimit } from "./limits.ts"
import type { Log } from "./log.ts"
import type { MeetingSession } from "./meeting-session.ts"
import type { MeetingStore } from "./meeting-store.ts"
import type { Newcomer } from "./newcomer.ts"
import type { Peer } from "./peer.ts"
import type { Sessions } from "./sessions.ts"
import type { Sfu } from "./sfu.ts"
import type { Challenge, SrpGate } from "./srp-gate.ts"

/** One proof of the password, and the nonce that later signatures name. */
export interface Proven {
  readonly meeting: string
  readonly nonce: Uint8Array
  readonly m1: Uint8Array
  readonly hostKey: Uint8Array
}

export type ConversationState =
  | { readonly kind: "new" }
  | {
      readonly kind: "challenged"
      readonly meeting: string
      readonly nonce: Uint8Array
      readonly challenge: Challenge
      readonly kept: KeptMeeting | null
    }
  | { readonly kind: "proven"; readonly proven: Proven }
  /** In the queue, holding a lease, or having held one; `proven` is null for who follows to a successor. */
  | { readonly kind: "waiting"; readonly proven: Proven | null; readonly newcomer: Newcomer }
  | { readonly kind: "asking"; readonly proven: Proven; readonly gathering: Gathering; readonly asker: Asker }
  | { readonly kind: "group-challenged"; readonly groupId: Uint8Array; readonly nonce: Uint8Array }
  /** Is who it says, and has to show its state, since the service was restarted. */
  | { readonly kind: "lost"; readonly groupId: Uint8Array; readonly identityKey: Uint8Array }
  | {
      readonly kind: "member"
      readonly proven: Proven | null
      readonly session: MeetingSession
      readonly gathering: Gathering
      readonly identityKey: Uint8Array
    }

export interface Conversation {
  state: ConversationState
  /** The host name that the client connected to; statements name it. */
  readonly host: string
  readonly address: string
  readonly peer: Peer
}

/** What all conversations share. */
export interface Service {
  readonly keys: ServiceKeys
  readonly srp: SrpGate
  readonly sfu: Sfu
  readonly store: MeetingStore
  readonly policy: GroupPolicy
  readonly clock: Clock
  readonly log: Log
  readonly sessions: Sessions
  readonly limits: Readonly<
    Record<
      | "srpPerAddress"
      | "srpPerMeeting"
      | "createPerAddress"
      | "asksPerAddress"
      | "commitsPerPerson"
      | "commitsPerMeeting",
      RateLimit
    >
  >
}

type WithoutNumber<R> = R extends { readonly answers: unknown } ? Omit<R, "answers"> : never
/** An answer, without the number of its request. */
export type Answer = WithoutNumber<Reply>

/** One kind of request: throws ServiceError for what it does not take; may answer again later. */
export type Handle<T extends RequestType> = (
  service: Service,
  conversation: Conversation,
  request: Request<T>,
  answer: (reply: Answer) => void,
) => Promise<void>

/** What the socket held goes with its state: its place in the queue, its question, its presence. */
export function leaveState({ sessions }: Service, { state, peer }: Conversation): void {
  switch (state.kind) {
    case "challenged":
      return state.challenge.drop()
    case "new":
    case "proven":
    case "group-challenged":
    case "lost":
      return
    case "waiting": {
      const { session, identityKey, gathering } = state.newcomer
      session.leaveQueues(state.newcomer)
      gathering?.handleLost(identityKey, peer) // where its commit is provisional
      return sessions.dropIfIdle(session)
    }
    case "asking":
      return state.gathering.askers.withdraw(state.asker)
    case "member":
      state.gathering.handleLost(state.identityKey, peer)
  }
}
