// States of the page of the owner's meetings: none, one, many, and each form open.

import type { VNode } from "preact"
import type { MeetingsList } from "../../../src/ui/meetings-desk.ts"
import type { MeetingsActions } from "../../../src/ui/meetings-actions.ts"
import { EverythingGone } from "../../../src/ui/pages/everything-gone.tsx"
import { MyMeetingsPage, type Opened } from "../../../src/ui/pages/my-meetings-page.tsx"
import type { ReleaseStatus } from "../../../src/release/status.ts"
import type { StoredMeeting } from "../../../src/meetings/stored-meeting.ts"
import type { MEETINGS_STATE_NAMES } from "./meetings-state-names.ts"
import { packed, UNSIGNED, VERIFIED } from "./releases.ts"

const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 0, 15, 12, 12, 41)
const SERVERS = ["https://meet.example.org", "https://talk.example.net:8443"]
const nothing = () => undefined

const ACTIONS: MeetingsActions = {
  start: nothing,
  create: async () => {},
  rename: async () => {},
  readSettings: async () => ({ admission: "ask", mayShare: "hosts", mayChat: "everyone" }),
  changeSettings: async () => {},
  rotate: async () => {},
  settleLink: async () => "new",
  delete: async () => {},
  forget: async () => {},
  saveCalendar: async () => {},
  saveExport: async () => {},
  import: async () => [],
  deleteEverything: async () => ({ meetings: [], here: [] }),
}

function stored(number: number, more: Partial<StoredMeeting>): StoredMeeting {
  const createdAt = NOW - number * DAY_MS
  return {
    link: `https://meet.example.org/join/id-${String(number).padStart(10, "0")}#pwd-0123456789abcdefghijkl`,
    name: "Design review",
    hostKey: new Uint8Array(32).fill(number),
    kind: "named",
    schedule: null,
    createdAt,
    linkedAt: createdAt,
    usedAt: null,
    nextLink: null,
    ...more,
  }
}

const REVIEW = stored(3, { usedAt: NOW - DAY_MS })
const CLOSED = stored(4, { link: `${REVIEW.link}-ask`, name: "Quarterly numbers" })
const MANY = [
  REVIEW,
  stored(1, {
    name: "Kick-off with the team of Ljubljana and everybody who wrote to us since the summer",
    kind: "scheduled",
    schedule: { start: Date.UTC(2026, 0, 19, 9, 0), minutes: 90, timeZone: "Europe/Ljubljana" },
  }),
  stored(200, { name: "Ana’s room", kind: "personal", usedAt: NOW - 2 * DAY_MS }),
  stored(5, {
    name: "Donaudampfschifffahrtsgesellschaftskapitänsversammlung",
    link: "https://a-rather-long-name.meetings.example.org:8443/join/id-0000000005#pwd-0123456789abcdefghijkl",
  }),
]

function page(list: MeetingsList, opened: Opened = {}, release: ReleaseStatus = VERIFIED) {
  return () => (
    <MyMeetingsPage
      list={list}
      release={release}
      servers={SERVERS}
      actions={ACTIONS}
      onAgain={nothing}
      opened={opened}
    />
  )
}

export const MEETINGS_STATES: Readonly<Record<(typeof MEETINGS_STATE_NAMES)[number], () => VNode>> = {
  "my-meetings-empty": page([]),
  "my-meetings-one": page([REVIEW]),
  "my-meetings-many": page(MANY),
  "my-meetings-unreadable": page("unreadable"),
  "my-meetings-barred": page([REVIEW], {}, packed(UNSIGNED)),
  "my-meetings-new": page([], { task: "new" }),
  "my-meetings-new-scheduled": page([], { task: "new", kind: "scheduled" }),
  "my-meetings-import": page([], { task: "import" }),
  "my-meetings-export-all": page([REVIEW], { task: "exportAll" }),
  "my-meetings-qr": page([REVIEW], { action: "qr" }),
  "my-meetings-rename": page([REVIEW], { action: "rename" }),
  "my-meetings-settings": page([CLOSED], { action: "settings" }),
  "my-meetings-rotate": page([CLOSED], { action: "rotate" }),
  "my-meetings-unsettled": page([{ ...CLOSED, nextLink: REVIEW.link }]),
  "my-meetings-export": page([REVIEW], { action: "export" }),
  "my-meetings-forget": page([REVIEW], { action: "forget" }),
  "my-meetings-delete": page([REVIEW], { action: "delete" }),
  "my-meetings-everything": page([REVIEW], { task: "everything" }),
  "my-meetings-gone": () => (
    <EverythingGone
      everything={{
        meetings: [
          { name: "Design review", host: "meet.example.org", outcome: "left" },
          { name: "Ana’s room", host: "talk.example.net:8443", outcome: "left" },
        ],
        here: [
          { kind: "databases", outcome: "gone" },
          { kind: "settings", outcome: "gone" },
          { kind: "servers", outcome: "gone" },
          { kind: "caches", outcome: "failed" },
        ],
      }}
      onAgain={nothing}
    />
  ),
}
