import { useLayoutEffect, useRef } from "preact/hooks"
import type { Person } from "../../meeting/person.ts"
import { orderOf, type PersonPower } from "../host-powers.ts"
import { personName } from "../person-names.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { Confirm } from "./confirm.tsx"
import type { PeopleActions } from "./person-row.tsx"

export interface PersonMenuProps {
  readonly person: Person
  readonly powers: readonly PersonPower[]
  readonly actions: PeopleActions
  readonly onClose: () => void
}

/** What can be done about one person, below their row. */
export function PersonMenu({ person, powers, actions, onClose }: PersonMenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => menu.current?.querySelector("button")?.focus(), [])
  const name = personName(person)
  const words = en.host.person
  const close = () => {
    const opener = menu.current?.parentElement?.querySelector<HTMLElement>("[aria-expanded]")
    onClose()
    opener?.focus()
  }
  const order = async (power: PersonPower) => {
    close()
    const outcome = await actions.give(orderOf(power, person.id))
    if (power === "remove" && outcome === "done") actions.onRemoved(name)
  }
  return (
    <div
      class="person-menu"
      ref={menu}
      role="group"
      aria-label={words.menu(name)}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return
        event.stopPropagation()
        close()
      }}
    >
      <Button icon="shield-question" onPress={() => actions.onCompare(person.id)}>
        {words.compare(name)}
      </Button>
      {powers.map((power) =>
        power === "remove" ? (
          <Confirm
            key={power}
            label={words.remove}
            question={words.removeQuestion(name)}
            confirm={words.removeConfirm(name)}
            onConfirm={() => void order(power)}
          />
        ) : (
          <Button key={power} onPress={() => void order(power)}>
            {words[power]}
          </Button>
        ),
      )}
    </div>
  )
}
