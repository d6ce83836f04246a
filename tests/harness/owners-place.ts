// The owner of meetings at a real service, with browsers of their own: each a vault and the page over it.

import type { ErrandParts } from "../../src/meetings/at-service.ts"
import type { WantedMeeting } from "../../src/meetings/create-meeting.ts"
import { meetingsFaultOf } from "../../src/meetings/errors.ts"
import { MyMeetings } from "../../src/meetings/my-meetings.ts"
import type { StoredMeeting } from "../../src/meetings/stored-meeting.ts"
import { FAST_SUITE } from "../../src/mls/suite.ts"
import type { Vault } from "../../src/vault/vault.ts"
import { NodeMeeting, STANDUP } from "./node-meeting.ts"
import { partsWith } from "./node-parts.ts"
import { NodeSfu } from "./node-sfu.ts"
import { PasswordThread } from "./passwords/password-thread.ts"
import { closeService, openService, type TestService } from "./service.ts"

export interface PageOptions {
  readonly mayMeet?: boolean
  /** The way to the service, where it is not the plain one. */
  readonly openSocket?: ErrandParts["openSocket"]
}

export class OwnersPlace implements AsyncDisposable {
  readonly service: TestService
  /** Addresses to which the pages opened a socket. */
  readonly reached: string[] = []
  readonly #sfu = new NodeSfu()
  readonly #passwords = new PasswordThread()
  readonly #gatherings: NodeMeeting[] = []
  #now = 0

  private constructor(service: TestService) {
    this.service = service
  }

  static async open(): Promise<OwnersPlace> {
    return new OwnersPlace(await openService())
  }

  /** The page of one browser; its clock goes on by a millisecond at each look. */
  page(vault: Vault, { mayMeet = true, openSocket }: PageOptions = {}): MyMeetings {
    const parts = partsWith(vault, { sfu: this.#sfu, passwords: this.#passwords, suite: FAST_SUITE })
    const open = openSocket ?? parts.openSocket
    return new MyMeetings({
      ...parts,
      wallClock: () => ++this.#now,
      mayMeet: async () => mayMeet,
      openSocket: (address) => {
        this.reached.push(address)
        return open(address)
      },
    })
  }

  wanted(more: Partial<WantedMeeting> = {}): WantedMeeting {
    return { ...STANDUP, origin: this.service.url, ...more }
  }

  /** Where people meet by a link. */
  gather({ link }: Pick<StoredMeeting, "link">): NodeMeeting {
    const gathering = new NodeMeeting(link)
    this.#gatherings.push(gathering)
    return gathering
  }

  /** What somebody with the link meets at its door: the phase, or the fault that ended it. */
  async doorOf(meeting: Pick<StoredMeeting, "link">): Promise<string> {
    const { snapshot } = await this.gather(meeting).arrive("Guest")
    return snapshot.phase === "ended" ? `${snapshot.fault}` : snapshot.phase
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#gatherings.map((gathering) => gathering.end()))
    await this.#passwords.end()
    await closeService(this.service)
  }
}

/** The fault of an attempt, or "none". */
export function faultOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(() => "none", meetingsFaultOf)
}

/** The only meeting of a list. */
export async function onlyOf(meetings: MyMeetings): Promise<StoredMeeting> {
  const [meeting, ...others] = await meetings.list()
  if (!meeting || others.length > 0) throw new Error(`expected one meeting, got ${others.length + (meeting ? 1 : 0)}`)
  return meeting
}
