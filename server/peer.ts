// What a group knows of a socket.

import type { ServiceFault } from "./errors.ts"

export interface Peer {
  readonly isOpen: boolean
  /** Sends an encoded push. */
  push(message: Uint8Array): void
  /** Says why, then closes. */
  end(fault: ServiceFault): void
}
