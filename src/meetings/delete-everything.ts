// All that is kept of the owner goes: at the services, where that is wished, and then here.

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

export interface ErasedThing {
  readonly kind: KeptKind
  readonly outcome: "gone" | "failed"
}

export interface Everything {
  readonly meetings: readonly MeetingAtService[]
  /** Null: nothing but the meetings that are deleted at their services, since a key that is gone deletes none of the others. */
  readonly here: readonly ErasedThing[] | null
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
  const isKeyNeeded = meetings.some(({ outcome }) => outcome !== "deleted" && outcome !== "left")
  return { meetings, here: isKeyNeeded ? null : await Promise.all(things.map(eraseOne)) }
}

async function eraseOne({ kind, erase }: KeptThing): Promise<ErasedThing> {
  const outcome = await erase().then(
    () => "gone" as const,
    () => "failed" as const,
  )
  return { kind, outcome }
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
