import type { ComponentChildren } from "preact"
import type { IconName } from "../icons.ts"
import type { TrustHue } from "../release-words.ts"
import { Disclosure } from "./disclosure.tsx"
import { Icon } from "./icon.tsx"

export interface FactProps {
  readonly icon: IconName
  readonly hue?: TrustHue
  readonly term: string
  readonly line: string
  readonly children: ComponentChildren
}

/** One line to know, with its detail behind. */
export function Fact({ icon, hue = "none", term, line, children }: FactProps) {
  return (
    <div class="fact">
      <Disclosure
        summary={
          <span class="fact-line" data-trust={hue}>
            <Icon name={icon} />
            <span>
              <span class="soft">{term}: </span>
              {line}
            </span>
          </span>
        }
      >
        <p class="soft small">{children}</p>
      </Disclosure>
    </div>
  )
}
