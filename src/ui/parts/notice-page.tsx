import type { ComponentChildren } from "preact"
import type { IconName } from "../icons.ts"
import { Icon } from "./icon.tsx"

export interface NoticePageProps {
  readonly icon: IconName
  readonly tone?: "danger" | "unchecked" | undefined
  readonly title: string
  readonly children?: ComponentChildren
  readonly actions?: ComponentChildren
}

/** A page that says one thing and offers what can help. */
export function NoticePage({ icon, tone, title, children, actions }: NoticePageProps) {
  return (
    <div class="notice-page">
      <main>
        <div class="mark" data-tone={tone}>
          <Icon name={icon} />
        </div>
        <h1>{title}</h1>
        {children}
        {actions && <div class="actions">{actions}</div>}
      </main>
    </div>
  )
}
