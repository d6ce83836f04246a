import { useId } from "preact/hooks"
import type { IconName } from "../icons.ts"
import { Icon } from "./icon.tsx"

export interface IconButtonProps {
  readonly label: string
  readonly icon: IconName
  readonly look?: "off" | "on" | undefined
  /** Whether what it opens is open. */
  readonly expanded?: boolean
  /** A number on it, with its word; nothing where it is 0. */
  readonly count?: { readonly value: number; readonly word: string } | undefined
  /** Why it cannot do anything now; it can be pressed all the same, which may say so. */
  readonly held?: string | null
  /** Marks those that a narrow window has elsewhere. */
  readonly class?: string
  readonly onPress: () => void
}

/** A button whose word shows as a tooltip. */
export function IconButton({ label, icon, look, expanded, count, held = null, onPress, ...more }: IconButtonProps) {
  const id = useId()
  const description = [count && count.value > 0 ? count.word : null, held].filter((word) => word !== null).join(". ")
  return (
    <button
      type="button"
      class={`button icon-button ${more.class ?? ""}`}
      data-look={look}
      aria-label={label}
      aria-expanded={expanded}
      aria-disabled={held !== null || undefined}
      aria-describedby={description === "" ? undefined : id}
      title={held ?? label}
      onClick={onPress}
    >
      <Icon name={icon} />
      {count && count.value > 0 && <span class="count" data-count={count.value > 99 ? "99+" : count.value} />}
      {description !== "" && (
        <span hidden id={id}>
          {description}
        </span>
      )}
    </button>
  )
}
