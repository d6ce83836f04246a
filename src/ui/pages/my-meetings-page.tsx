import { useState } from "preact/hooks"
import type { Everything } from "../../meetings/delete-everything.ts"
import type { MeetingKind } from "../../meetings/stored-meeting.ts"
import type { ReleaseStatus } from "../../release/status.ts"
import type { MeetingsActions } from "../meetings-actions.ts"
import type { MeetingsList } from "../meetings-desk.ts"
import { Callout } from "../parts/callout.tsx"
import type { MeetingAction } from "../parts/my-meetings/action-form.tsx"
import { EverythingForm } from "../parts/my-meetings/everything-form.tsx"
import { ExportForm } from "../parts/my-meetings/export-form.tsx"
import { ImportForm } from "../parts/my-meetings/import-form.tsx"
import { MeetingList } from "../parts/my-meetings/meeting-list.tsx"
import { NewMeetingForm } from "../parts/my-meetings/new-meeting-form.tsx"
import { ToggleButton } from "../parts/my-meetings/toggle-button.tsx"
import { ReleaseBadge } from "../parts/release-badge.tsx"
import { en } from "../strings/en.ts"
import { EverythingGone } from "./everything-gone.tsx"

const words = en.meetings

/** What the page has open from the start, besides the list. */
export interface Opened {
  readonly task?: Task
  readonly kind?: MeetingKind
  /** In each card of the list. */
  readonly action?: MeetingAction
}

type Task = "new" | "import" | "exportAll" | "everything"

export interface MyMeetingsPageProps {
  readonly list: MeetingsList
  readonly release: ReleaseStatus
  /** Origins, the one used last first. */
  readonly servers: readonly string[]
  readonly actions: MeetingsActions
  readonly onAgain: () => void
  readonly opened?: Opened
}

export function MyMeetingsPage({ list, release, servers, actions, onAgain, opened = {} }: MyMeetingsPageProps) {
  const [task, setTask] = useState<Task | null>(opened.task ?? null)
  const [gone, setGone] = useState<Everything | null>(null)
  if (gone) return <EverythingGone everything={gone} onAgain={onAgain} />
  const isBarred = release.state !== "checking" && !release.mayMeet
  const close = () => setTask(null)
  const meetings = typeof list === "string" ? [] : list
  const choice = (of: Task) => (
    <ToggleButton
      isOpen={task === of}
      look={of === "new" && task === null ? "primary" : undefined}
      onToggle={() => setTask(task === of ? null : of)}
    >
      {words[of].open}
    </ToggleButton>
  )
  return (
    <main class="my-meetings">
      <header>
        <h1>{words.title}</h1>
        <ReleaseBadge status={release} />
      </header>
      <p class="soft">{words.lead}</p>
      {isBarred && (
        <Callout tone="danger">
          <p>{words.barred}</p>
          <a href="/about.html" target="_blank">
            {en.release.aboutThis}
          </a>
        </Callout>
      )}
      <div class="button-row">
        {!isBarred && choice("new")}
        {choice("import")}
        {meetings.length > 0 && choice("exportAll")}
      </div>
      {task !== null && task !== "everything" && (
        <section class="card" aria-label={words[task].title}>
          <h2>{words[task].title}</h2>
          {task === "new" && (
            <NewMeetingForm servers={servers} kind={opened.kind ?? "named"} actions={actions} onClose={close} />
          )}
          {task === "import" && <ImportForm actions={actions} onClose={close} />}
          {task === "exportAll" && (
            <ExportForm onSave={(passphrase) => actions.saveExport(meetings, passphrase)} onClose={close} />
          )}
        </section>
      )}
      <MeetingList list={list} actions={actions} opened={opened.action ?? null} />
      <div>{choice("everything")}</div>
      {task === "everything" && (
        <section class="card" aria-label={words.everything.title}>
          <h2>{words.everything.title}</h2>
          <EverythingForm actions={actions} onDone={setGone} onClose={close} />
        </section>
      )}
    </main>
  )
}
