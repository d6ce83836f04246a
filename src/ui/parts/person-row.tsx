import { useState } from "preact/hooks"
import type { Authority } from "../../meeting/snapshot.ts"
import type { Person } from "../../meeting/person.ts"
import { powersOver } from "../host-powers.ts"
import { personName } from "../person-names.ts"
import { aboutPerson } from "../person-words.ts"
import { en } from "../strings/en.ts"
import { Avatar } from "./avatar.tsx"
import { Icon } from "./icon.tsx"
import { memo } from "./memo.tsx"
import { PersonMarks } from "./person-marks.tsx"
import { PersonMenu } from "./person-menu.tsx"
import type { GiveOrder } from "./use-orders.ts"

/** What can be done about the people in the list; null: nothing, as in the popup. */
export interface PeopleActions {
  readonly authority: Authority
  readonly give: GiveOrder
  /** Shows what you and that person compare. */
  readonly onCompare: (personId: string) => void
  /** They were put out. */
  readonly onRemoved: (name: string) => void
}

export interface PersonRowProps {
  readonly person: Person
  /** Who raised the hand first is 1; null while it is down. */
  readonly handPlace: number | null
  readonly actions: PeopleActions | null
}

/** One person in the list: who, what of theirs is on, and what can be done. */
export const PersonRow = memo(({ person, handPlace, actions }: PersonRowProps) => {
  const [isOpen, setOpen] = useState(false)
  const name = personName(person)
  const close = () => setOpen(false)
  return (
    <>
      <div class="person-row">
        <Avatar person={person} />
        <p class="name">{name}</p>
        <Signs person={person} handPlace={handPlace} />
        {actions && !person.isYou && (
          <button
            type="button"
            class="button menu-button"
            data-look="plain"
            aria-label={en.host.person.menu(name)}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon name="ellipsis" />
          </button>
        )}
        <div class="about">
          <PersonMarks person={person} />
          <p class="soft small">{aboutPerson(person)}</p>
        </div>
      </div>
      {actions && isOpen && (
        <PersonMenu person={person} powers={powersOver(person, actions.authority)} actions={actions} onClose={close} />
      )}
    </>
  )
})

function Signs({ person, handPlace }: Pick<PersonRowProps, "person" | "handPlace">) {
  const { microphone, camera } = person
  return (
    <p class="signs">
      {handPlace !== null && (
        <span class="hand" title={en.roster.handTitle(handPlace)}>
          <Icon name="hand" />
          <span aria-hidden="true">{handPlace}</span>
          <span class="unseen">{en.roster.hand(handPlace)}</span>
        </span>
      )}
      <Icon name={camera === "on" || camera === "waiting" ? "video" : "video-off"} />
      <span class="unseen">{en.roster.camera[camera]}</span>
      <Icon name={microphone === "on" ? "mic" : "mic-off"} />
      <span class="unseen">{en.roster.microphone[microphone]}</span>
    </p>
  )
}
