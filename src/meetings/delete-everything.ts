// All that is kept of the owner goes: at the services, where that is wished, and here, whatever fails on the way.

import { type MeetingsFault, meetingsFaultOf } from "./errors.ts"
import type { MyMeetings } from "./my-meetings.ts"
import { linkOf, type StoredMeeting } from "./stored-meeting.ts"

/** What the browser keeps for this extension: databases, its pages' settings, servers with their access, caches. */
export type KeptKind = "databases" | "settings" | "servers" | "caches"

export interface KeptThing {
  readonly kind: KeptKind
  readonly erase: () => Promise<void>
}

/** A meeting and what became of it at its service; "left" where nobody asked the service. */
export interface MeetingAtService {
  readonly name: string
  /** The service's, as the link has it. */
  readonly host: string
  readonly outcome: "deleted" | "left" | MeetingsFault
}

export interface Everything {
  readonly meetings: readonly MeetingAtService[]
  readonly here: readonly { readonly kind: KeptKind; readonly outcome: "gone" | "failed" }[]
}

/** Never rejects, once the list of meetings was read. */
export async function deleteEverything(
  myMeetings: Pick<MyMeetings, "list" | "delete">,
  atServices: "delete" | "leave",
  things: readonly KeptThing[],
): Promise<Everything> {
  const stored = await myMeetings.list()
  const meetings = await Promise.all(
    stored.map(async (meeting) => ({
      name: meeting.name,
      host: linkOf(meeting).host,
      outcome: atServices === "delete" ? await deleteOne(myMeetings, meeting) : ("left" as const),
    })),
  )
  const here = await Promise.all(
    things.map(async ({ kind, erase }) => ({
      kind,
      outcome: await erase().then(
        () => "gone" as const,
        () => "failed" as const,
      ),
    })),
  )
  return { meetings, here }
}

async function deleteOne(
  myMeetings: Pick<MyMeetings, "delete">,
  meeting: StoredMeeting,
): Promise<"deleted" | MeetingsFault> {
  try {
    await myMeetings.delete(meeting)
    return "deleted"
  } catch (error) {
    return meetingsFaultOf(error)
  }
}
