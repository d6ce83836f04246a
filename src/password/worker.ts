// The worker's side: everything of the password that computes for longer than a frame.

import { type CallPort, type CallRequest, serveCalls } from "../bytes/calls.ts"
import { PasswordError } from "./errors.ts"
import { deriveFileKey } from "./file-key.ts"
import { deriveLinkKeys, passNameKey } from "./link-keys.ts"
import { LinkSession, prepareMeeting } from "./link-session.ts"
import { pairwiseCode } from "./pairwise-code.ts"
import { securityCode } from "./security-code.ts"
import type { PasswordCalls, WorkerFault } from "./worker-protocol.ts"

type PasswordRequest = CallRequest<PasswordCalls>
type PasswordGift = PasswordCalls[keyof PasswordCalls]["gives"]

/** Answers requests that arrive at `port` until `abortSignal` ends it. */
export function servePassword(port: CallPort, abortSignal: AbortSignal): void {
  serveCalls<PasswordCalls, WorkerFault>(port, { answer: answerer(), toFault, abortSignal })
}

function answerer(): (request: PasswordRequest) => Promise<PasswordGift> {
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
      case "linkKeys":
        return deriveLinkKeys(request.takes)
      case "passNameKey":
        return passNameKey(request.takes)
      case "fileKey":
        return deriveFileKey(request.takes)
    }
  }
}

function toFault(error: unknown): WorkerFault {
  if (error instanceof PasswordError) return { fault: error.fault, message: error.message }
  return { fault: "worker-failed", message: "unexpected failure" }
}
