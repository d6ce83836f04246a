// The meeting tab while it follows the engine: one page for each phase of the snapshot.

import { useEffect } from "preact/hooks"
import type { EngineHandle } from "../../meeting/engine-handle.ts"
import type { Devices, Snapshot } from "../../meeting/snapshot.ts"
import type { LinkNotes } from "../meeting-tab.ts"
import type { StartFormProps } from "../parts/start-form.tsx"
import type { Profile } from "../profile.ts"
import { en } from "../strings/en.ts"
import { BarredPage } from "./barred-page.tsx"
import { EndedPage } from "./ended-page.tsx"
import { NoMeeting } from "./engine-pages.tsx"
import { Joining } from "./joining.tsx"
import { Opening } from "./link-pages.tsx"
import { Meeting } from "./meeting.tsx"
import type { MeetingPageActions } from "./meeting-page.tsx"
import { PreJoin } from "./pre-join.tsx"

export interface EnginePageProps {
  readonly engine: EngineHandle
  readonly snapshot: Snapshot
  readonly notes: LinkNotes
  readonly profile: Profile
  readonly viewLock: string
  /** The package's own, as the browser knows it. */
  readonly version: string
  readonly servers: readonly string[]
  readonly actions: Pick<MeetingPageActions, "open" | "create" | "checkAgain">
  /** Has the browser ask for camera and microphone where it has not yet; resolves when that is decided. */
  readonly onAskDevices: () => Promise<void>
  readonly onOpenLink: StartFormProps["onOpenLink"]
}

export function EnginePage(props: EnginePageProps) {
  const { engine, snapshot, notes, profile, viewLock, servers, actions, onOpenLink } = props
  const capture = () => {
    void props.onAskDevices().then(() => engine.capture({ microphone: "on", camera: "on" }))
  }
  const isUntouched = snapshot.phase === "pre-join" && areOff(snapshot.devices)
  const link = snapshot.phase === "pre-join" ? snapshot.meeting.link : null
  useEffect(() => {
    if (isUntouched) capture()
  }, [snapshot.phase === "pre-join"])

  switch (snapshot.phase) {
    case "idle":
      return <NoMeeting servers={servers} onNewMeeting={actions.create} onOpenLink={onOpenLink} />
    case "checking":
      return <Opening what={en.release.checking} />
    case "barred":
      return (
        <BarredPage
          status={snapshot.release}
          version={props.version}
          onPardon={(version) => engine.pardonRelease(version)}
          onAgain={actions.checkAgain}
        />
      )
    case "creating":
      return <Opening title={en.start.creating} what={en.start.creatingOn(snapshot.host)} />
    case "pre-join":
      return (
        <PreJoin
          key={link}
          engine={engine}
          snapshot={snapshot}
          notes={notes}
          rememberedName={profile.name()}
          onJoin={(name) => {
            profile.remember(name)
            engine.join({ name })
          }}
          onAskDevices={capture}
        />
      )
    case "joining":
      return <Joining snapshot={snapshot} onCancel={() => void engine.leave()} />
    case "meeting":
      return <Meeting engine={engine} snapshot={snapshot} viewLock={viewLock} />
    case "ended":
      return (
        <EndedPage
          ended={snapshot}
          onJoinAgain={(again) => {
            engine.dismiss()
            actions.open(again)
          }}
          onNewMeeting={() => {
            engine.dismiss()
            const server = snapshot.meeting ? URL.parse(snapshot.meeting.link)?.origin : servers[0]
            if (server !== undefined) actions.create(server)
          }}
        />
      )
  }
}

function areOff({ microphone, camera }: Devices): boolean {
  return microphone === "off" && camera === "off"
}
