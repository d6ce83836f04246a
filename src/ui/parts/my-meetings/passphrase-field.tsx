import { linkOf, type StoredMeeting } from "../../../meetings/stored-meeting.ts"
import { en } from "../../strings/en.ts"
import { TextField } from "../text-field.tsx"

export interface PassphraseFieldProps {
  readonly meeting: StoredMeeting
  readonly value: string
  readonly onValue: (value: string) => void
}

/** The passphrase that a link asks for; nothing where it asks for none. */
export function CurrentPassphrase({ meeting, value, onValue }: PassphraseFieldProps) {
  if (!linkOf(meeting).asksPassphrase) return null
  const { current, currentHelp } = en.meetings.passphrase
  return <TextField label={current} type="password" value={value} onValue={onValue} help={currentHelp} />
}

/** What a form hands on: null where there is no passphrase. */
export function orNull(passphrase: string): string | null {
  return passphrase === "" ? null : passphrase
}
