// What the page of the owner's meetings can have done; each rejects with what `meetingsFaultOf` names.

import type { WantedMeeting } from "../meetings/create-meeting.ts"
import type { Everything } from "../meetings/delete-everything.ts"
import type { MyMeetings } from "../meetings/my-meetings.ts"
import type { Imported } from "../meetings/moving.ts"
import type { StoredMeeting } from "../meetings/stored-meeting.ts"

export interface MeetingsActions extends Pick<
  MyMeetings,
  "rename" | "readSettings" | "changeSettings" | "delete" | "forget"
> {
  /** Opens it in a tab of its own, as a clicked link. */
  readonly start: (meeting: StoredMeeting) => void
  readonly create: (wanted: WantedMeeting) => Promise<void>
  readonly settleLink: MyMeetings["settleLink"]
  readonly rotate: (...options: Parameters<MyMeetings["rotate"]>) => Promise<void>
  /** Saves the file of a scheduled meeting, with this text. */
  readonly saveCalendar: (meeting: StoredMeeting, text: string) => Promise<void>
  readonly saveExport: (meetings: readonly StoredMeeting[], passphrase: string) => Promise<void>
  readonly import: (file: Blob, passphrase: string) => Promise<readonly Imported[]>
  readonly deleteEverything: (atServices: "delete" | "leave") => Promise<Everything>
}
