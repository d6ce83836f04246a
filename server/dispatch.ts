// From a message's bytes to its handler, and from what went wrong to its answer.

import { CborError, decodeCbor } from "../src/bytes/cbor.ts"
import { ShapeError } from "../src/bytes/shape.ts"
import { decodeRequest, MAX_MESSAGE_BYTES, type Reply, type Request } from "../src/delivery/messages.ts"
import { handleAsk } from "./asking.ts"
import type { Answer, Conversation, Service } from "./conversation.ts"
import { handleEnter, handleFound } from "./entrance.ts"
import { ServiceError, type ServiceFault } from "./errors.ts"
import {
  handleChangeDelete,
  handleChangeRotate,
  handleChangeSettings,
  handleCreate,
  handleHello,
  handleProve,
} from "./gate.ts"
import {
  handleAdmit,
  handleApplied,
  handleCommit,
  handleDeny,
  handleGroupInfo,
  handleLeave,
  handleRefuse,
} from "./members.ts"
import { handleHelloGroup, handleRecover, handleResume } from "./resume.ts"
import { handleFollow, handleSucceed } from "./succession.ts"

/** Handles one message; whatever goes wrong with it becomes an `error` answer. Never rejects. */
export async function dispatch(
  service: Service,
  conversation: Conversation,
  bytes: Uint8Array,
  send: (reply: Reply) => void,
): Promise<void> {
  let request: Request
  try {
    if (bytes.length > MAX_MESSAGE_BYTES) throw new ServiceError("too-large", "a message has at most 2 MiB")
    request = decodeRequest(bytes)
  } catch (error) {
    return refuse(service, "unreadable", error, (fault) => send({ type: "error", answers: numberOf(bytes), fault }))
  }
  // What has no number (applied, refuse) has no answer either: its refusal is for the log.
  const number = "request" in request ? request.request : null
  const answer = (reply: Answer): void => {
    if (number !== null) send({ ...reply, answers: number })
  }
  try {
    await handle(service, conversation, request, answer)
  } catch (error) {
    refuse(service, request.type, error, (fault) => answer({ type: "error", fault }))
  }
}

async function handle(
  service: Service,
  conversation: Conversation,
  request: Request,
  answer: (reply: Answer) => void,
): Promise<void> {
  switch (request.type) {
    case "hello":
      return handleHello(service, conversation, request, answer)
    case "create":
      return handleCreate(service, conversation, request, answer)
    case "change-settings":
      return handleChangeSettings(service, conversation, request, answer)
    case "change-rotate":
      return handleChangeRotate(service, conversation, request, answer)
    case "change-delete":
      return handleChangeDelete(service, conversation, request, answer)
    case "prove":
      return handleProve(service, conversation, request, answer)
    case "enter":
      return handleEnter(service, conversation, request, answer)
    case "found":
      return handleFound(service, conversation, request, answer)
    case "ask":
      return handleAsk(service, conversation, request, answer)
    case "admit":
      return handleAdmit(service, conversation, request, answer)
    case "deny":
      return handleDeny(service, conversation, request, answer)
    case "commit":
      return handleCommit(service, conversation, request, answer)
    case "group-info":
      return handleGroupInfo(service, conversation, request, answer)
    case "applied":
      return handleApplied(service, conversation, request, answer)
    case "refuse":
      return handleRefuse(service, conversation, request, answer)
    case "leave":
      return handleLeave(service, conversation, request, answer)
    case "alive":
      return answer({ type: "alive" })
    case "hello-group":
      return handleHelloGroup(service, conversation, request, answer)
    case "resume":
      return handleResume(service, conversation, request, answer)
    case "recover":
      return handleRecover(service, conversation, request, answer)
    case "succeed":
      return handleSucceed(service, conversation, request, answer)
    case "follow":
      return handleFollow(service, conversation, request, answer)
  }
}

/** The one place where faults become words on the wire and in the log. */
function refuse(service: Service, request: string, error: unknown, tell: (fault: ServiceFault) => void): void {
  const fault = faultOf(error)
  service.log({ event: "refused", request, fault })
  if (fault === "internal") {
    service.log({ event: "failure", where: request, kind: error instanceof Error ? error.name : "unknown" })
  }
  tell(fault)
}

function faultOf(error: unknown): ServiceFault {
  if (error instanceof ServiceError) return error.fault
  return error instanceof CborError || error instanceof ShapeError ? "malformed" : "internal"
}

// A request that is readable but for its content still gets its answer.
function numberOf(bytes: Uint8Array): number | null {
  try {
    const value = decodeCbor(bytes.subarray(0, MAX_MESSAGE_BYTES))
    const number = typeof value === "object" && value !== null && "request" in value ? value.request : null
    return typeof number === "number" && number >= 0 ? number : null
  } catch {
    return null
  }
}
