// What a press in the bar does about what is yours: it is done, or it is said why not.

import type { EngineHandle, OnOff } from "../meeting/engine-handle.ts"
import type { OwnState } from "./own-state.ts"
import { shareScreen } from "./share-screen.ts"
import { en } from "./strings/en.ts"

export interface OwnActions {
  readonly setMicrophone: (state: OnOff) => void
  readonly setCamera: (state: OnOff) => void
  readonly shareScreen: (state: OnOff) => void
  readonly raiseHand: (state: OnOff) => void
}

export function ownActions(
  engine: Pick<EngineHandle, "setMicrophone" | "setCamera" | "speaking">,
  held: OwnState["held"],
  media: Pick<MediaDevices, "getDisplayMedia">,
  explain: (words: string) => void,
): OwnActions {
  const unlessHeld = (why: string | null, set: (state: OnOff) => void) => (state: OnOff) =>
    state === "on" && why !== null ? explain(why) : set(state)
  return {
    setMicrophone: unlessHeld(held.microphone, (state) => engine.setMicrophone(state)),
    setCamera: unlessHeld(held.camera, (state) => engine.setCamera(state)),
    shareScreen: unlessHeld(held.screen, (state) => {
      shareScreen(state, engine.speaking, media).catch(() => explain(en.screen.failed))
    }),
    raiseHand: (state) => engine.speaking?.raiseHand(state),
  }
}
