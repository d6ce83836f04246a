// One errand at a link's service: a socket and a password worker of its own, both ended when it is done.

import type { SocketLike } from "../delivery/connection.ts"
import { DeliveryClient } from "../delivery/delivery-client.ts"
import type { Reply } from "../delivery/messages.ts"
import { type MeetingLink, socketAddress } from "../links/link.ts"
import type { OpenedMeeting } from "../password/link-session.ts"
import type { PasswordWorker } from "../password/password-worker.ts"

export interface ErrandParts {
  readonly openSocket: (address: string) => SocketLike
  /** Ends with the signal. */
  readonly startPasswords: (abortSignal: AbortSignal) => PasswordWorker
}

export interface Errand {
  readonly client: DeliveryClient
  readonly passwords: PasswordWorker
}

/** Runs an errand; throws what it throws, and DeliveryError where the service does not answer. */
export async function atService<T>(
  link: Pick<MeetingLink, "origin" | "host">,
  { openSocket, startPasswords }: ErrandParts,
  run: (errand: Errand) => Promise<T>,
): Promise<T> {
  const ending = new AbortController()
  const client = new DeliveryClient(openSocket(socketAddress(link)), {
    host: link.host,
    onPush: () => {}, // nobody who is not in a group is told anything
    onEnd: () => {}, // what is asked meanwhile fails with it
    abortSignal: ending.signal,
  })
  try {
    return await run({ client, passwords: startPasswords(ending.signal) })
  } finally {
    ending.abort()
  }
}

export interface ProvenLink {
  readonly proven: Reply<"proven">
  readonly opened: OpenedMeeting
}

/** Proves a link's password and opens its record. Throws DeliveryError, PasswordError. */
export async function proveLink(
  { meeting, password }: Pick<MeetingLink, "meeting" | "password">,
  passphrase: string | null,
  {
    client,
    passwords,
  }: { readonly client: Pick<DeliveryClient, "hello" | "prove">; readonly passwords: PasswordWorker },
): Promise<ProvenLink> {
  const [challenge] = await Promise.all([client.hello(meeting), passwords.openLink({ meeting, password, passphrase })])
  const proven = await client.prove(await passwords.prove(challenge))
  return { proven, opened: await passwords.openRecord(proven) }
}
