import { en } from "../strings/en.ts"

/** Leads to the owner's meetings, in a tab of their own. */
export function MyMeetingsLink() {
  return (
    <a class="button" href="/meetings.html" target="_blank">
      {en.meetings.openPage}
    </a>
  )
}
