import { useLayoutEffect, useState } from "preact/hooks"
import type { EngineHandle } from "../../meeting/engine-handle.ts"
import type { InMeeting, WithRelease } from "../../meeting/snapshot.ts"
import { CameraButton } from "../parts/camera-button.tsx"
import { CopyField } from "../parts/copy-field.tsx"
import { Duration } from "../parts/duration.tsx"
import { Icon } from "../parts/icon.tsx"
import { IconButton } from "../parts/icon-button.tsx"
import { InfoPanel } from "../parts/info-panel.tsx"
import { MeetingNotes } from "../parts/meeting-notes.tsx"
import { MicrophoneButton } from "../parts/microphone-button.tsx"
import { Shield } from "../parts/shield.tsx"
import { type SoundState, Stage } from "../parts/stage.tsx"
import { en } from "../strings/en.ts"

export interface MeetingProps {
  readonly engine: EngineHandle
  readonly snapshot: InMeeting & WithRelease
  readonly viewLock: string
}

/** The meeting: tiles, the bar, and the panel with the code. */
export function Meeting({ engine, snapshot, viewLock }: MeetingProps) {
  const [isPanelOpen, setPanelOpen] = useState(false)
  const [sound, setSound] = useState<SoundState>("playing")
  useDarkPage()
  const toggle = () => setPanelOpen(!isPanelOpen)
  const leave = () => void engine.leave()
  return (
    <div class="meeting">
      <header class="meeting-top">
        <Shield
          comparison={snapshot.security.comparison}
          notices={snapshot.notices}
          isOpen={isPanelOpen}
          onPress={toggle}
        />
        <div class="meeting-title">
          <h1>{snapshot.meeting.name ?? en.common.unnamedMeeting}</h1>
          <Duration since={snapshot.since} label={en.popup.duration} />
        </div>
      </header>
      <Stage
        snapshot={snapshot}
        stream={(personId, kind) => engine.stream(personId, kind)}
        onShown={(tiles) => engine.showTiles(viewLock, tiles)}
        sound={sound}
        onSoundBlocked={() => setSound("blocked")}
      />
      <MeetingNotes snapshot={snapshot} sound={sound} onAllowSound={() => setSound("allowed")} />
      {snapshot.people.length === 1 && !isPanelOpen && <Alone link={snapshot.meeting.link} />}
      <nav class="meeting-bar" aria-label={en.meeting.bar}>
        <MicrophoneButton state={snapshot.devices.microphone} onSet={(state) => engine.setMicrophone(state)} />
        <CameraButton state={snapshot.devices.camera} onSet={(state) => engine.setCamera(state)} />
        <IconButton
          label={isPanelOpen ? en.meeting.closePeople : en.meeting.openPeople}
          icon="users"
          onPress={toggle}
        />
        <button type="button" class="button leave" data-look="danger" onClick={leave}>
          <Icon name="phone-off" />
          {en.meeting.leave}
        </button>
      </nav>
      {isPanelOpen && (
        <InfoPanel
          snapshot={snapshot}
          onCompare={(verdict) => engine.compare(verdict)}
          onLeave={leave}
          onClose={() => setPanelOpen(false)}
        />
      )}
    </div>
  )
}

function Alone({ link }: { readonly link: string }) {
  return (
    <section class="meeting-note alone">
      <p>{en.meeting.alone}</p>
      <CopyField label={en.preJoin.link} value={link} help={en.meeting.aloneHelp} />
    </section>
  )
}

function useDarkPage(): void {
  useLayoutEffect(() => {
    document.documentElement.dataset["theme"] = "dark"
    return () => {
      delete document.documentElement.dataset["theme"]
    }
  }, [])
}
