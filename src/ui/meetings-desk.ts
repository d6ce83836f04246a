// The page of the owner's meetings, as a state machine: the list, read anew after each change, and files on their way out.

import { type ReadonlySignal, signal } from "@preact/signals"
import { calendarFile } from "../meetings/calendar-file.ts"
import { deleteEverything, type Everything, type KeptThing } from "../meetings/delete-everything.ts"
import { MeetingsError, type MeetingsFault, meetingsFaultOf } from "../meetings/errors.ts"
import type { Imported } from "../meetings/moving.ts"
import type { MyMeetings } from "../meetings/my-meetings.ts"
import type { StoredMeeting } from "../meetings/stored-meeting.ts"
import type { MeetingsActions } from "./meetings-actions.ts"

/** A list, "reading" until it is there, or why it is not. */
export type MeetingsList = readonly StoredMeeting[] | "reading" | MeetingsFault

export interface MeetingsDeskOptions {
  readonly myMeetings: MyMeetings
  readonly saveFile: (name: string, content: Blob) => void
  readonly openLink: (link: string) => void
  readonly isInMeeting: () => boolean
  readonly things: readonly KeptThing[]
  /** Ends what would write again: the engine's document. */
  readonly endEngine: () => Promise<void>
}

const CALENDAR_TYPE = "text/calendar;charset=utf-8"
const EXPORT_TYPE = "application/octet-stream"
const EXPORT_ENDING = "wardroom"

export class MeetingsDesk implements MeetingsActions {
  readonly #options: MeetingsDeskOptions
  readonly #list = signal<MeetingsList>("reading")

  readonly list: ReadonlySignal<MeetingsList> = this.#list

  constructor(options: MeetingsDeskOptions) {
    this.#options = options
  }

  async refresh(): Promise<void> {
    this.#list.value = await this.#options.myMeetings.list().catch(meetingsFaultOf)
  }

  start({ link }: StoredMeeting): void {
    this.#options.openLink(link)
  }

  async create(...options: Parameters<MyMeetings["create"]>): Promise<void> {
    await this.#change(this.#options.myMeetings.create(...options))
  }

  rename(...options: Parameters<MyMeetings["rename"]>): Promise<void> {
    return this.#change(this.#options.myMeetings.rename(...options))
  }

  readSettings(...options: Parameters<MyMeetings["readSettings"]>): ReturnType<MyMeetings["readSettings"]> {
    return this.#options.myMeetings.readSettings(...options)
  }

  changeSettings(...options: Parameters<MyMeetings["changeSettings"]>): Promise<void> {
    return this.#options.myMeetings.changeSettings(...options)
  }

  async rotate(...options: Parameters<MyMeetings["rotate"]>): Promise<void> {
    await this.#change(this.#options.myMeetings.rotate(...options))
  }

  async settleLink(...options: Parameters<MyMeetings["settleLink"]>): ReturnType<MyMeetings["settleLink"]> {
    const settling = this.#options.myMeetings.settleLink(...options)
    await this.#change(settling)
    return settling
  }

  delete(meeting: StoredMeeting): Promise<void> {
    return this.#change(this.#options.myMeetings.delete(meeting))
  }

  forget(meeting: StoredMeeting): Promise<void> {
    return this.#change(this.#options.myMeetings.forget(meeting))
  }

  async saveCalendar(meeting: StoredMeeting, text: string): Promise<void> {
    const file = await calendarFile(meeting, text)
    if (file !== null) this.#save(fileName(meeting.name, "ics"), file, CALENDAR_TYPE)
  }

  async saveExport(meetings: readonly StoredMeeting[], passphrase: string): Promise<void> {
    const file = await this.#options.myMeetings.export(meetings, passphrase)
    const [only, ...others] = meetings
    const name = only && others.length === 0 ? only.name : "my-meetings"
    this.#save(fileName(name, EXPORT_ENDING), file, EXPORT_TYPE)
  }

  async import(file: Blob, passphrase: string): Promise<readonly Imported[]> {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const importing = this.#options.myMeetings.import(bytes, passphrase)
    await this.#change(importing)
    return importing
  }

  /** Throws MeetingsError `in-meeting` while one is on, which needs what would go. */
  async deleteEverything(atServices: "delete" | "leave"): Promise<Everything> {
    const { myMeetings, isInMeeting, endEngine, things } = this.#options
    if (isInMeeting()) throw new MeetingsError("in-meeting", "a meeting is on")
    await endEngine()
    const deleting = deleteEverything(myMeetings, atServices, things)
    // Where that fails the list is shorter; where it does not there is none to read.
    return deleting.catch(async (error: unknown) => {
      await this.refresh()
      throw error
    })
  }

  async #change(change: Promise<unknown>): Promise<void> {
    try {
      await change
    } finally {
      await this.refresh()
    }
  }

  #save(name: string, content: BlobPart, type: string): void {
    this.#options.saveFile(name, new Blob([content], { type }))
  }
}

/** A name that every system takes: letters and digits of any script, joined by hyphens. */
export function fileName(name: string, ending: string): string {
  const plain = name
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "")
  return `${plain === "" ? "meeting" : plain.slice(0, 60)}.${ending}`
}
