import { useLayoutEffect, useRef, useState } from "preact/hooks"
import type { InMeeting } from "../../meeting/snapshot.ts"
import { personName } from "../person-names.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { SelectField } from "./select-field.tsx"
import type { GiveOrder } from "./use-orders.ts"

export interface LeaveQuestionProps {
  readonly snapshot: Pick<InMeeting, "people" | "authority">
  readonly give: GiveOrder
  readonly onLeave: () => void
  readonly onCancel: () => void
}

const NOBODY = ""

/** What a host who leaves the others behind decides: who goes on as a host, or that it ends for all. */
export function LeaveQuestion({ snapshot: { people, authority }, give, onLeave, onCancel }: LeaveQuestionProps) {
  const words = en.host.leave
  const [heir, setHeir] = useState(NOBODY)
  const question = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const opener = document.activeElement
    question.current?.querySelector("h2")?.focus()
    return () => {
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
  const others = people.filter(({ isYou }) => !isYou)
  const otherHost = others.find(({ role }) => role !== "member")
  const names = new Map(others.map((person) => [person.id, personName(person)]))
  const heirs = others.filter(({ role }) => role === "member").map(({ id }) => id)
  const leave = async () => {
    const outcome = heir === NOBODY ? "done" : await give({ kind: "make-co-host", personId: heir })
    if (outcome === "done") onLeave()
  }
  return (
    <div
      class="leave-question card"
      ref={question}
      role="dialog"
      aria-label={words.title}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel()
      }}
    >
      <h2 tabIndex={-1}>{words.title}</h2>
      <p>{otherHost ? words.othersHost(personName(otherHost)) : words.noHost}</p>
      {authority.hasHostKey && heirs.length > 0 && (
        <SelectField
          label={words.handOver}
          value={heir}
          options={[NOBODY, ...heirs]}
          wordOf={(id) => names.get(id) ?? words.nobody}
          onChoose={setHeir}
          help={words.handOverHelp}
        />
      )}
      <Button look="primary" onPress={() => void leave()}>
        {words.leave}
      </Button>
      <Button look="danger" onPress={() => void give({ kind: "end" })}>
        {words.end}
      </Button>
      <Button onPress={onCancel}>{en.common.cancel}</Button>
    </div>
  )
}
