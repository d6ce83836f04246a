// The worker's side: everything of the password that computes for longer than a frame.

import { PasswordError } from "./errors.ts"
import { deriveFileKey } from "./file-key.ts"
import { LinkSession, prepareMeeting } from "./link-session.ts"
import { pairwiseCode } from "./pairwise-code.ts"
import { securityCode } from "./security-code.ts"
import type { PasswordGift, PasswordRequest, PasswordResponse, Port } from "./worker-protocol.ts"

/** Answers requests that arrive at `port` until `abortSignal` ends it. */
export function servePassword(port: Port, abortSignal: AbortSignal): void {
  const answer = answerer()
  port.addEventListener(
    "message",
    (event: MessageEvent<PasswordRequest>) => {
      void respond(answer, event.data).then((response) => port.postMessage(response))
    },
    { signal: abortSignal },
  )
}

type Answer = (request: PasswordRequest) => Promise<PasswordGift>

function answerer(): Answer {
  let session: LinkSession | null = null
  const current = () => {
    if (!session) throw new PasswordError("out-of-order", "no link is open")
    return session
  }
  return async (request) => {
    switch (request.call) {
      case "prepareMeeting":
        return prepareMeeting(request.takes)
      case "openLink":
        session = new LinkSession(request.takes)
        return null
      case "prove":
        return current().prove(request.takes)
      case "openRecord":
        return current().open(request.takes)
      case "changeRecord":
        return current().changeRecord(request.takes)
      case "securityCode":
        return securityCode(request.takes.hostKey, request.takes.identityKeys)
      case "pairwiseCode":
        return pairwiseCode(request.takes.hostKey, request.takes.one, request.takes.other)
      case "fileKey":
        return deriveFileKey(request.takes)
    }
  }
}

async function respond(answer: Answer, request: PasswordRequest): Promise<PasswordResponse> {
  try {
    return { id: request.id, gives: await answer(request) }
  } catch (error) {
    const known = error instanceof PasswordError ? error : new PasswordError("worker-failed", "unexpected failure")
    return { id: request.id, fault: known.fault, message: known.message }
  }
}
