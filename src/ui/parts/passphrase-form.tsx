import { useId, useState } from "preact/hooks"
import { en } from "../strings/en.ts"
import { Button } from "./button.tsx"

export interface PassphraseFormProps {
  readonly isWrong: boolean
  readonly onGive: (passphrase: string) => void
}

/** Asks for the extra passphrase, which is not in the link. */
export function PassphraseForm({ isWrong, onGive }: PassphraseFormProps) {
  const id = useId()
  const [passphrase, setPassphrase] = useState("")
  const give = () => {
    if (passphrase !== "") onGive(passphrase)
  }
  return (
    <form
      class="field"
      onSubmit={(event) => {
        event.preventDefault()
        give()
      }}
    >
      <label for={id}>{en.preJoin.passphrase}</label>
      <div class="field-with-button">
        <input
          id={id}
          type="password"
          value={passphrase}
          autocomplete="off"
          aria-invalid={isWrong}
          aria-describedby={`${id}-help`}
          onInput={(event) => setPassphrase(event.currentTarget.value)}
        />
        <Button disabled={passphrase === ""} onPress={give}>
          {en.preJoin.passphraseGive}
        </Button>
      </div>
      <p id={`${id}-help`} class={isWrong ? "field-error small" : "soft small"} role="status">
        {isWrong ? en.preJoin.passphraseWrong : en.preJoin.passphraseHelp}
      </p>
    </form>
  )
}
