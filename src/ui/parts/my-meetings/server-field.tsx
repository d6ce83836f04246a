import { parseServer } from "../../server-address.ts"
import { en } from "../../strings/en.ts"
import { SelectField } from "../select-field.tsx"
import { TextField } from "../text-field.tsx"

export interface ChosenServer {
  /** An origin of the list, or `OTHER`. */
  readonly chosen: string
  /** What was typed for another one. */
  readonly typed: string
}

const OTHER = "other"

export interface ServerFieldProps {
  /** Origins, the one used last first. */
  readonly servers: readonly string[]
  readonly value: ChosenServer | null
  readonly onValue: (value: ChosenServer) => void
  /** Whether to say that it is missing. */
  readonly isTried: boolean
}

/** One of the known servers, or another one. */
export function ServerField({ servers, value, onValue, isTried }: ServerFieldProps) {
  const server = value ?? firstServer(servers)
  const isWrong = isTried && originOf(server) === null
  return (
    <>
      {servers.length > 0 && (
        <SelectField
          label={en.start.server}
          value={server.chosen}
          options={[...servers, OTHER]}
          wordOf={(origin) => (origin === OTHER ? en.start.otherServer : (URL.parse(origin)?.host ?? origin))}
          onChoose={(chosen) => onValue({ ...server, chosen })}
        />
      )}
      {server.chosen === OTHER && (
        <TextField
          label={servers.length > 0 ? en.start.otherServer : en.start.server}
          value={server.typed}
          onValue={(typed) => onValue({ ...server, typed })}
          help={en.start.serverHelp}
          wrong={isWrong ? en.start.serverWrong : null}
        />
      )}
    </>
  )
}

export function firstServer([first = OTHER]: readonly string[]): ChosenServer {
  return { chosen: first, typed: "" }
}

/** The origin that was chosen or typed; null for none. */
export function originOf({ chosen, typed }: ChosenServer): string | null {
  return chosen === OTHER ? parseServer(typed) : chosen
}
