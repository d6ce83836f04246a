// All that is kept of the owner goes: at the services, where that is wished, and then here.

import { MeetingsError, meetingsFaultOf } from "./errors.ts"
import type { MyMeetings } from "./my-meetings.ts"
import { linkOf, type StoredMeeting } from "./stored-meeting.ts"

/** What the browser keeps for this extension: databases, its pages' settings, servers with their access, caches. */
export type KeptKind = "databases" | "settings" | "servers" | "caches"

export interface KeptThing {
  readonly kind: KeptKind
  readonly erase: () => Promise<void>
}

/** A meeting and what became of it at its service: "left" where nobody asked the service. */
export interface MeetingAtService {
  readonly name: string
  /** The service's, as the link has it. */
  readonly host: string
  readonly outcome: "deleted" | "left"
}

export interface ErasedThing {
  readonly kind: KeptKind
  readonly outcome: "gone" | "failed"
}

export interface Everything {
  readonly meetings: readonly MeetingAtService[]
  readonly here: readonly ErasedThing[]
}

/**
 * Deletes at the services, where that is wished, then here what it can. Throws MeetingsError `barred`, and `undeleted` where
 * a service did not delete a meeting: nothing here is erased then, since only its host key can have it deleted later.
 */
export async function deleteEverything(
  myMeetings: Pick<MyMeetings, "list" | "delete">,
  atServices: "delete" | "leave",
  things: readonly KeptThing[],
): Promise<Everything> {
  const reading = myMeetings.list()
  // What cannot be read any more must not stay for that.
  const stored = await (atServices === "delete" ? reading : reading.catch(() => []))
  if (atServices === "delete") await deleteAll(myMeetings, stored)
  const outcome = atServices === "delete" ? "deleted" : "left"
  const meetings = stored.map((meeting) => ({ name: meeting.name, host: linkOf(meeting).host, outcome }) as const)
  return { meetings, here: await Promise.all(things.map(eraseOne)) }
}

async function eraseOne({ kind, erase }: KeptThing): Promise<ErasedThing> {
  const outcome = await erase().then(
    () => "gone" as const,
    () => "failed" as const,
  )
  return { kind, outcome }
}

async function deleteAll(myMeetings: Pick<MyMeetings, "delete">, meetings: readonly StoredMeeting[]): Promise<void> {
  const deletions = await Promise.allSettled(meetings.map((meeting) => myMeetings.delete(meeting)))
  const failure = deletions.find((deletion) => deletion.status === "rejected")
  if (!failure) return
  if (meetingsFaultOf(failure.reason) === "barred") throw failure.reason
  throw new MeetingsError("undeleted", "a service did not delete a meeting", { cause: failure.reason })
}
