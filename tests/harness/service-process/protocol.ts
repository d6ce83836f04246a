// What a service in a process of its own and the process that started it say to each other.

import type { ServiceOptions } from "../../../server/service.ts"

/** By the environment variable of this name, as JSON. */
export const SETTINGS = "WARDROOM_TEST_SERVICE"

export type ProcessSettings = Pick<ServiceOptions, "dataFolder" | "bind" | "port" | "hosts" | "sfu"> &
  Partial<Pick<ServiceOptions, "suite" | "limits">>

/** To the service: its clock goes ahead. Answered by the same message when it has. */
export interface PassTime {
  readonly passMs: number
}

/** To the service: how long its event loop kept others waiting since it was asked last. */
export interface AskLoopDelay {
  readonly ask: "loop delay"
}

/** Its answer, in milliseconds. */
export interface LoopDelay {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** From the service, once it listens. */
export interface Listening {
  readonly url: string
}
