// The set-up of scenarios: a meeting at a service of its own, and the three people whom most of them need.

import { afterAll, afterEach, beforeAll, beforeEach } from "vitest"
import type { ServiceOptions } from "../../server/service.ts"
import type { NodeClient } from "./node-client.ts"
import { type MeetingOptions, NodeMeeting, settledOn } from "./node-meeting.ts"
import { closeService, openService, type TestService } from "./service.ts"

export interface UsedMeeting {
  readonly meeting: NodeMeeting
  readonly service: TestService
}

export interface UsedMeetingOptions {
  readonly service?: Partial<ServiceOptions>
  readonly meeting?: MeetingOptions
  /** Whether every test gets its own, as it does unless said otherwise, or all of a suite share one. */
  readonly per?: "test" | "suite"
}

/** A meeting and its service, there before what is set up after this call, and ended after that. */
export function useMeeting({ service, meeting, per = "test" }: UsedMeetingOptions = {}): UsedMeeting {
  const [begin, end] = per === "test" ? [beforeEach, afterEach] : [beforeAll, afterAll]
  let used: UsedMeeting | null = null
  const now = (): UsedMeeting => {
    if (!used) throw new TypeError("there is a meeting in tests and their hooks alone")
    return used
  }
  begin(async () => {
    const started = await openService(service)
    used = { service: started, meeting: await NodeMeeting.create(started.url, meeting) }
  })
  end(async () => {
    await now().meeting.end()
    await closeService(now().service)
    used = null
  })
  return {
    get meeting() {
      return now().meeting
    },
    get service() {
      return now().service
    },
  }
}

/** The host, and two members after it; all are settled on epoch 2. */
export async function trio(
  meeting: NodeMeeting,
): Promise<readonly [hana: NodeClient, ben: NodeClient, chidi: NodeClient]> {
  const hana = await meeting.joinAsHost("Hana")
  const ben = await meeting.join("Ben")
  const chidi = await meeting.join("Chidi")
  await settledOn(2n, [hana, ben, chidi])
  return [hana, ben, chidi]
}
