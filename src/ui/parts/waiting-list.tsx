import type { Asker } from "../../meeting/person.ts"
import { claimInWords } from "../release-claims.ts"
import { en } from "../strings/en.ts"
import { clockTime } from "../time.ts"
import { Avatar } from "./avatar.tsx"
import { Button } from "./button.tsx"
import { memo } from "./memo.tsx"
import { PersonMarks } from "./person-marks.tsx"
import type { GiveOrder } from "./use-orders.ts"

export interface WaitingListProps {
  readonly askers: readonly Asker[]
  readonly give: GiveOrder
}

/** Who asks to come in, and the answers to them; nothing where nobody does. */
export function WaitingList({ askers, give }: WaitingListProps) {
  const words = en.host.waiting
  if (askers.length === 0) return null
  return (
    <section class="people-list waiting-list">
      <h2>{words.title(askers.length)}</h2>
      <ul data-testid="waiting">
        {askers.map((asker) => (
          <li key={asker.id}>
            <AskerRow asker={asker} give={give} />
          </li>
        ))}
      </ul>
      {askers.length > 1 && (
        <Button icon="user-plus" onPress={() => void give({ kind: "admit", askerIds: askers.map(({ id }) => id) })}>
          {words.admitAll(askers.length)}
        </Button>
      )}
    </section>
  )
}

const AskerRow = memo(({ asker, give }: { readonly asker: Asker; readonly give: GiveOrder }) => {
  const words = en.host.waiting
  const name = asker.name ?? words.nameUnread
  const askerIds = [asker.id]
  return (
    <>
      <Avatar person={asker} />
      <div class="who">
        <p class="name">{name}</p>
        <PersonMarks person={{ ...asker, verified: null }} />
        <p class="soft small">
          {words.since(clockTime(asker.since))} · {claimInWords(asker.release)}
        </p>
      </div>
      <div class="answers">
        <Button look="primary" label={words.admit(name)} onPress={() => void give({ kind: "admit", askerIds })}>
          {words.admitShort}
        </Button>
        <Button label={words.turnAway(name)} onPress={() => void give({ kind: "turn-away", askerIds })}>
          {words.turnAwayShort}
        </Button>
      </div>
    </>
  )
})
