import { useId, useState } from "preact/hooks"
import type { KnownServer } from "../../links/background-messages.ts"
import { parseServer } from "../server-address.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { IconButton } from "./icon-button.tsx"

export interface ServerListProps {
  readonly servers: readonly KnownServer[]
  /** Called at once in the click, since the browser asks only then; resolves to its answer. */
  readonly onAdd: (origin: string) => Promise<"guarded" | "refused">
  readonly onRemove: (origin: string) => void
}

type Trouble = "wrong" | "refused" | null

/** The servers whose links are stopped even at the browser's start; add one, or take it away. */
export function ServerList({ servers, onAdd, onRemove }: ServerListProps) {
  const id = useId()
  const [typed, setTyped] = useState("")
  const [trouble, setTrouble] = useState<Trouble>(null)
  const add = async () => {
    const origin = parseServer(typed)
    if (origin === null) return setTrouble("wrong")
    const answer = await onAdd(origin)
    setTrouble(answer === "refused" ? "refused" : null)
    setTyped("")
  }
  return (
    <div class="card">
      {servers.length === 0 && <p class="soft">{en.welcome.none}</p>}
      <ul class="server-list">
        {servers.map(({ origin, guarded }) => (
          <li key={origin}>
            <span>
              {hostOf(origin)} <span class="soft small">{guarded ? en.welcome.guarded : en.welcome.notGuarded}</span>
            </span>
            <IconButton label={en.welcome.remove(hostOf(origin))} icon="x" onPress={() => onRemove(origin)} />
          </li>
        ))}
      </ul>
      <form
        class="field"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <label for={id}>{en.start.server}</label>
        <div class="field-with-button">
          <input
            id={id}
            value={typed}
            placeholder="meet.example.org"
            autocomplete="off"
            spellcheck={false}
            aria-invalid={trouble === "wrong"}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <Button onPress={() => void add()}>{en.welcome.add}</Button>
        </div>
        <p class="field-error small" role="status">
          {trouble === "wrong" && en.start.serverWrong}
          {trouble === "refused" && en.welcome.refused}
        </p>
      </form>
    </div>
  )
}

function hostOf(origin: string): string {
  return URL.parse(origin)?.host ?? origin
}
