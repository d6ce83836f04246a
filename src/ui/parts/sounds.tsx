import type { MediaKind } from "../../meeting/engine-handle.ts"
import type { Person } from "../../meeting/person.ts"
import { Sound } from "./media.tsx"

/** `blocked`: the browser wants a click first; `allowed`: that click was made, so it is played anew. */
export type SoundState = "playing" | "blocked" | "allowed"

export interface SoundsProps {
  readonly people: readonly Person[]
  readonly stream: (personId: string, kind: MediaKind) => MediaStream | null
  readonly sound: SoundState
  readonly onBlocked: () => void
}

/** The sound of the others, whichever of them are seen. */
export function Sounds({ people, stream, sound, onBlocked }: SoundsProps) {
  return people
    .filter(({ isYou }) => !isYou)
    .map(({ id }) => (
      <PersonSound key={`${id} ${sound === "allowed"}`} stream={stream(id, "microphone")} onBlocked={onBlocked} />
    ))
}

function PersonSound({ stream, onBlocked }: { readonly stream: MediaStream | null; readonly onBlocked: () => void }) {
  return stream && <Sound stream={stream} onBlocked={onBlocked} />
}
