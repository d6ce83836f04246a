import { useId, useState } from "preact/hooks"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"

export interface PardonFormProps {
  readonly version: string
  readonly onPardon: (version: string) => Promise<"given" | "wrong-version">
}

/** Going on against this browser's memory: nothing is pressed by mistake, the version is typed. */
export function PardonForm({ version, onPardon }: PardonFormProps) {
  const id = useId()
  const [typed, setTyped] = useState("")
  const [isWrong, setWrong] = useState(false)
  const pardon = async () => setWrong((await onPardon(typed.trim())) === "wrong-version")
  return (
    <form
      class="field pardon-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (typed.trim() !== "") void pardon()
      }}
    >
      <h2>{en.release.barred.goOnTitle}</h2>
      <p id={`${id}-help`} class="soft small">
        {en.release.barred.goOnHelp(version)}
      </p>
      <label class="unseen" for={id}>
        {en.release.barred.version}
      </label>
      <div class="field-with-button">
        <input
          id={id}
          value={typed}
          autocomplete="off"
          spellcheck={false}
          inputMode="decimal"
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `${id}-wrong` : `${id}-help`}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <Button look="danger" disabled={typed.trim() === ""} onPress={() => void pardon()}>
          {en.release.barred.goOn}
        </Button>
      </div>
      {isWrong && (
        <p id={`${id}-wrong`} class="field-error small" role="alert">
          {en.release.barred.wrongVersion(version)}
        </p>
      )}
    </form>
  )
}
