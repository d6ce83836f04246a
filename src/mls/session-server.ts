// The worker's side: one GroupSession, answering the calls of worker-protocol.ts.

import { type CallPort, type CallRequest, serveCalls } from "../bytes/calls.ts"
import { signWith } from "../bytes/statement.ts"
import { MlsError } from "./errors.ts"
import { GroupSession } from "./group.ts"
import { StateSender } from "./sent-state.ts"
import type { SessionOptions } from "./session-options.ts"
import { faultOf, type Gives, type MlsCalls, type WorkerFault, type WorkerSessionOptions } from "./worker-protocol.ts"

type MlsRequest = CallRequest<MlsCalls>

/** Answers until `abortSignal` ends; a new `found` or `join` replaces the session before. */
export function serveSession(port: CallPort, abortSignal: AbortSignal): void {
  const server = new SessionServer()
  serveCalls<MlsCalls, WorkerFault>(port, {
    answer: (request) => server.handle(request),
    toFault: faultOf,
    abortSignal,
  })
}

class SessionServer {
  #session: GroupSession | null = null
  readonly #states = new StateSender()

  async handle(request: MlsRequest): Promise<Gives<keyof MlsCalls>> {
    if (request.call === "found") {
      const { session, groupInfo } = await GroupSession.found(withSigners(request.takes))
      await this.#replace(session)
      return { groupInfo, state: this.#states.send(session.epochState) }
    }
    if (request.call === "join") {
      const { groupInfo, ticket, seen = null } = request.takes
      const options = { ...withSigners(request.takes), ticket, seen }
      const { session, ...pending } = await GroupSession.join(groupInfo, options)
      await this.#replace(session)
      return pending
    }
    if (request.call === "close") {
      await this.#session?.close()
      return null
    }
    return callSession(this.#require(), this.#states, request)
  }

  async #replace(session: GroupSession): Promise<void> {
    const before = this.#session
    this.#session = session
    await before?.close()
  }

  #require(): GroupSession {
    if (!this.#session) throw new MlsError("not-joined", "there is no session yet")
    return this.#session
  }
}

async function callSession(
  session: GroupSession,
  states: StateSender,
  request: Exclude<MlsRequest, { call: "found" | "join" | "close" }>,
): Promise<Gives<keyof MlsCalls>> {
  switch (request.call) {
    case "epochState":
      return states.send(session.epochState)
    case "removeMembers":
      return session.removeMembers(request.takes)
    case "heal":
      return session.heal()
    case "changeContext": {
      const { change, signing } = request.takes
      const hostSign = signing.hostKey && signWith(signing.hostKey)
      return session.changeContext(change, { hostSign, rotation: signing.rotation })
    }
    case "addLink":
      await session.addLink(request.takes)
      return null
    case "finalize": {
      const state = await session.finalize(request.takes)
      return state && states.send(state)
    }
    case "discard":
      await session.discard()
      return null
    case "receive": {
      const received = await session.receive(request.takes)
      return received.kind === "epoch" ? { ...received, state: states.send(received.state) } : received
    }
    case "restore":
      return states.send(await session.restore())
    case "foundSuccessor": {
      const founded = await session.foundSuccessor(request.takes)
      return { ...founded, state: states.send(founded.state) }
    }
    case "joinSuccessor":
      return session.joinSuccessor(request.takes)
    case "exportGroupInfo":
      return session.exportGroupInfo()
    case "exportPartialGroupInfo":
      return session.exportPartialGroupInfo()
    case "exportSecret":
      return session.exportSecret(request.takes.label, request.takes.context, request.takes.length)
    case "issueTicket":
      return session.issueTicket(request.takes)
    case "signLeave":
      return session.signLeave()
  }
}

function withSigners({ identity, hostKey, ...options }: WorkerSessionOptions): SessionOptions {
  const { publicKey, privateKey } = identity
  return { ...options, identity: { publicKey, sign: signWith(privateKey) }, hostSign: hostKey && signWith(hostKey) }
}
