import type { EngineHandle } from "../../meeting/engine-handle.ts"
import type { PreJoin as PreJoinSnapshot, WithRelease } from "../../meeting/snapshot.ts"
import type { LinkNotes } from "../meeting-tab.ts"
import { Callout } from "../parts/callout.tsx"
import { CopyField } from "../parts/copy-field.tsx"
import { DeviceProblem } from "../parts/device-problem.tsx"
import { DeviceSelect } from "../parts/device-select.tsx"
import { Facts } from "../parts/facts.tsx"
import { MyMeetingsLink } from "../parts/my-meetings-link.tsx"
import { NameForm } from "../parts/name-form.tsx"
import { PassphraseForm } from "../parts/passphrase-form.tsx"
import { Preview } from "../parts/preview.tsx"
import { en } from "../strings/en.ts"

export interface PreJoinProps {
  readonly engine: EngineHandle
  readonly snapshot: PreJoinSnapshot & WithRelease
  readonly notes: LinkNotes
  readonly rememberedName: string
  readonly onJoin: (name: string) => void
  readonly onAskDevices: () => void
}

/** What to know and to set before joining; one button joins. */
export function PreJoin({ engine, snapshot, notes, rememberedName, onJoin, onAskDevices }: PreJoinProps) {
  const { meeting, devices, check } = snapshot
  return (
    <main class="pre-join">
      <h1>{meeting.name ?? en.common.unnamedMeeting}</h1>
      <Notes notes={notes} />
      <Facts meeting={meeting} release={snapshot.release} />
      <div class="columns">
        <Preview engine={engine} devices={devices} />
        <div class="side">
          {(check === "asking-passphrase" || check === "wrong-passphrase") && (
            <PassphraseForm
              isWrong={check === "wrong-passphrase"}
              onGive={(passphrase) => engine.givePassphrase(passphrase)}
            />
          )}
          <NameForm
            remembered={rememberedName}
            isReady={check === "ready"}
            word={check === "ready" ? joinsWith(devices) : awaited(snapshot)}
            onJoin={onJoin}
          />
          <DeviceProblem kind="microphone" state={devices.microphone} onAskAgain={onAskDevices} />
          <DeviceProblem kind="camera" state={devices.camera} onAskAgain={onAskDevices} />
          <DeviceSelect
            label={en.devices.microphone}
            choices={devices.microphones}
            chosen={devices.chosenMicrophone}
            onChoose={(id) => engine.choose({ kind: "microphone", id })}
          />
          <DeviceSelect
            label={en.devices.camera}
            choices={devices.cameras}
            chosen={devices.chosenCamera}
            onChoose={(id) => engine.choose({ kind: "camera", id })}
          />
        </div>
      </div>
      {meeting.isYours && meeting.link !== "" && (
        <>
          <CopyField label={en.preJoin.link} value={meeting.link} help={en.preJoin.linkHelp} />
          <div>
            <MyMeetingsLink />
          </div>
        </>
      )}
    </main>
  )
}

function awaited({ check, meeting }: PreJoinSnapshot): string {
  return check === "connecting" ? en.preJoin.check.connecting(meeting.host) : en.preJoin.check[check]
}

function joinsWith({ microphone, camera }: PreJoinSnapshot["devices"]): string {
  if (microphone === "on") return camera === "on" ? en.preJoin.joinsWith.both : en.preJoin.joinsWith.sound
  return camera === "on" ? en.preJoin.joinsWith.picture : en.preJoin.joinsWith.neither
}

function Notes({ notes }: { readonly notes: LinkNotes }) {
  return (
    <>
      {notes.exposure === "ran" && <Callout tone="danger">{en.linkNotes.ran}</Callout>}
      {notes.exposure === "asked" && <p class="soft small">{en.linkNotes.asked}</p>}
      {notes.droppedQuery && <p class="soft small">{en.linkNotes.queryDropped}</p>}
    </>
  )
}
