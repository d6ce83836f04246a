import type { HostOrder } from "../../meeting/host-order.ts"
import type { Authority } from "../../meeting/snapshot.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { Confirm } from "./confirm.tsx"
import { Admission, Rights } from "./meeting-rules.tsx"
import type { GiveOrder } from "./use-orders.ts"

export interface HostSettingsProps {
  readonly authority: Authority
  readonly give: GiveOrder
}

type Everybody = "muteAll" | "muteAllHard" | "allowAll" | "stopVideo" | "stopSharing" | "lowerHands"
const whom = "everyone"
const EVERYBODY: readonly (readonly [Everybody, HostOrder])[] = [
  ["muteAll", { kind: "mute", whom, mayUnmute: true }],
  ["muteAllHard", { kind: "mute", whom, mayUnmute: false }],
  ["allowAll", { kind: "allow-unmute", whom }],
  ["stopVideo", { kind: "stop-video", whom }],
  ["stopSharing", { kind: "stop-sharing", whom }],
  ["lowerHands", { kind: "lower-hand", whom }],
]

/** What a host may order of the meeting as a whole. Shows what holds, never what was only pressed. */
export function HostSettings({ authority, give }: HostSettingsProps) {
  const words = en.host.settings
  return (
    <section class="host-settings" aria-label={words.title}>
      <Admission admission={authority.admission} give={give} />
      <Rights authority={authority} give={give} />
      <h3>{words.everybody}</h3>
      {EVERYBODY.map(([word, order]) => (
        <Button key={word} onPress={() => void give(order)}>
          {words[word]}
        </Button>
      ))}
      <h3>{words.link}</h3>
      {authority.hasHostKey ? (
        <Confirm
          label={words.changeLink}
          icon="link"
          question={words.changeLinkQuestion}
          confirm={words.changeLinkConfirm}
          onConfirm={() => void give({ kind: "rotate-link" })}
        />
      ) : (
        <p class="soft small">{words.needsHostKey}</p>
      )}
      <Confirm
        label={words.end}
        icon="phone-off"
        question={words.endQuestion}
        confirm={words.endConfirm}
        onConfirm={() => void give({ kind: "end" })}
      />
    </section>
  )
}
