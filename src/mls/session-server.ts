// The worker's side: one GroupSession, answering the calls of worker-protocol.ts.

import { signWith } from "../bytes/statement.ts"
import { MlsError } from "./errors.ts"
import { GroupSession } from "./group.ts"
import type { SessionOptions } from "./session-options.ts"
import {
  type Answer,
  faultOf,
  type Method,
  type Port,
  type WorkerRequest,
  type WorkerResponse,
  type WorkerSessionOptions,
} from "./worker-protocol.ts"

/** Answers until `abortSignal` ends; a new `found` or `join` replaces the session before. */
export function serveSession(port: Port, abortSignal: AbortSignal): void {
  const server = new SessionServer()
  const answer = async (request: WorkerRequest): Promise<void> => {
    const response = await server.handle(request).then(
      (answer): WorkerResponse => ({ id: request.id, outcome: "answer", answer }),
      (error: unknown): WorkerResponse => ({ id: request.id, outcome: "fault", fault: faultOf(error) }),
    )
    port.postMessage(response)
  }
  const listener = (event: Event): void => {
    if (event instanceof MessageEvent) void answer(event.data)
  }
  port.addEventListener("message", listener, { signal: abortSignal })
}

class SessionServer {
  #session: GroupSession | null = null

  async handle(request: WorkerRequest): Promise<Answer<Method>> {
    if (request.method === "found") {
      const { session, groupInfo } = await GroupSession.found(withSigners(request.argument))
      await this.#replace(session)
      return { groupInfo, state: session.epochState }
    }
    if (request.method === "join") {
      const { groupInfo, ticket, seen = null } = request.argument
      const options = { ...withSigners(request.argument), ticket, seen }
      const { session, ...pending } = await GroupSession.join(groupInfo, options)
      await this.#replace(session)
      return pending
    }
    if (request.method === "close") {
      await this.#session?.close()
      return null
    }
    return callSession(this.#require(), request)
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
  request: Exclude<WorkerRequest, { method: "found" | "join" | "close" }>,
): Promise<Answer<Method>> {
  switch (request.method) {
    case "epochState":
      return session.epochState
    case "removeMembers":
      return session.removeMembers(request.argument)
    case "heal":
      return session.heal()
    case "changeContext": {
      const { change, signing } = request.argument
      const hostSign = signing.hostKey && signWith(signing.hostKey)
      return session.changeContext(change, { hostSign, rotation: signing.rotation })
    }
    case "addLink":
      await session.addLink(request.argument)
      return null
    case "finalize":
      return session.finalize(request.argument)
    case "discard":
      await session.discard()
      return null
    case "receive":
      return session.receive(request.argument)
    case "restore":
      return session.restore()
    case "foundSuccessor":
      return session.foundSuccessor(request.argument)
    case "joinSuccessor":
      return session.joinSuccessor(request.argument)
    case "exportGroupInfo":
      return session.exportGroupInfo()
    case "exportSecret":
      return session.exportSecret(request.argument.label, request.argument.context, request.argument.length)
    case "issueTicket":
      return session.issueTicket(request.argument)
    case "signLeave":
      return session.signLeave()
  }
}

function withSigners({ identity, hostKey, ...options }: WorkerSessionOptions): SessionOptions {
  const { publicKey, privateKey } = identity
  return { ...options, identity: { publicKey, sign: signWith(privateKey) }, hostSign: hostKey && signWith(hostKey) }
}
