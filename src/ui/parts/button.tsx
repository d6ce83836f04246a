import type { ComponentChildren } from "preact"
import type { IconName } from "../icons.ts"
import { Icon } from "./icon.tsx"

export interface ButtonProps {
  readonly onPress: () => void
  readonly look?: "primary" | "danger" | "plain" | undefined
  readonly icon?: IconName
  readonly disabled?: boolean
  readonly children: ComponentChildren
}

export function Button({ onPress, look, icon, disabled = false, children }: ButtonProps) {
  return (
    <button type="button" class="button" data-look={look} disabled={disabled} onClick={onPress}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  )
}
