import type { ComponentChildren } from "preact"
import type { IconName } from "../icons.ts"
import { en } from "../strings/en.ts"
import { Icon } from "./icon.tsx"
import { IconButton } from "./icon-button.tsx"

export interface NoteProps {
  readonly icon: IconName
  /** "danger": somebody may be listening, or be somebody else. */
  readonly tone?: "danger"
  readonly words: string
  /** What can be done about it. */
  readonly children?: ComponentChildren
  readonly onDismiss?: () => void
}

/** One thing to know, over the tiles. */
export function Note({ icon, tone, words, children, onDismiss }: NoteProps) {
  return (
    <div class="meeting-note" data-tone={tone}>
      <Icon name={icon} />
      <p>{words}</p>
      {children}
      {onDismiss && <IconButton label={en.common.close} icon="x" onPress={onDismiss} />}
    </div>
  )
}
