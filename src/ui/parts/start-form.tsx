import { useId, useState } from "preact/hooks"
import { parseServer } from "../server-address.ts"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"
import { LinkForm, type LinkFormProps } from "./link-form.tsx"

export interface StartFormProps extends LinkFormProps {
  /** Origins; the first is the one used last. Empty where none is known. */
  readonly servers: readonly string[]
  readonly onNewMeeting: (server: string) => void
}

const OTHER = "other"

/** A new meeting, or one that somebody sent a link of. */
export function StartForm({ servers, onNewMeeting, onOpenLink }: StartFormProps) {
  const id = useId()
  const [chosen, setChosen] = useState<string | null>(null)
  const [typed, setTyped] = useState("")
  const [serverWrong, setServerWrong] = useState(false)
  const server = chosen ?? servers[0] ?? OTHER

  const start = () => {
    const origin = server === OTHER ? parseServer(typed) : server
    setServerWrong(origin === null)
    if (origin !== null) onNewMeeting(origin)
  }
  return (
    <div class="start-form">
      <form
        class="start-new"
        onSubmit={(event) => {
          event.preventDefault()
          start()
        }}
      >
        {servers.length > 0 && (
          <div class="field">
            <label for={`${id}-servers`}>{en.start.server}</label>
            <select id={`${id}-servers`} value={server} onChange={(event) => setChosen(event.currentTarget.value)}>
              {servers.map((origin) => (
                <option key={origin} value={origin}>
                  {URL.parse(origin)?.host ?? origin}
                </option>
              ))}
              <option value={OTHER}>{en.start.otherServer}</option>
            </select>
          </div>
        )}
        {server === OTHER && (
          <div class="field">
            <label for={`${id}-server`}>{servers.length > 0 ? en.start.otherServer : en.start.server}</label>
            <input
              id={`${id}-server`}
              value={typed}
              placeholder="meet.example.org"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              aria-invalid={serverWrong}
              aria-describedby={`${id}-server-help`}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
            <p id={`${id}-server-help`} class={serverWrong ? "field-error small" : "soft small"}>
              {serverWrong ? en.start.serverWrong : en.start.serverHelp}
            </p>
          </div>
        )}
        <Button look="primary" icon="video" onPress={start}>
          {en.start.newMeeting}
        </Button>
      </form>
      <LinkForm onOpenLink={onOpenLink} />
    </div>
  )
}
