import type { StatementState } from "../about-client.ts"
import { en } from "../strings/en.ts"
import { dayAndTime } from "../time.ts"
import { Callout } from "./callout.tsx"
import { Icon } from "./icon.tsx"

const words = en.about.statement

/** What was brought, in words. */
export function StatementOutcome({ state }: { readonly state: StatementState }) {
  switch (state.step) {
    case "idle":
      return null
    case "reading":
      return <p>{words.reading}</p>
    case "wrong-files":
      return <Callout>{words.wrongFiles}</Callout>
    case "refused":
      return (
        <Callout tone="danger">
          <p>{words.refused(en.release.faults[state.fault].why)}</p>
          <p class="small">{state.detail}</p>
        </Callout>
      )
    case "attestation":
      if (state.names.length === 0) return <Callout>{words.attestedNothing}</Callout>
      return <Passed>{words.attested(state.names.join(", "))}</Passed>
    case "release": {
      const { version, sequence, digest, signedAt, log, revoked } = state.release
      return (
        <>
          <Passed>{words.release(version, sequence)}</Passed>
          <p>
            {words.logged(dayAndTime(signedAt.getTime()), log.log, log.logIndex.toLocaleString())}{" "}
            {words.revoked(revoked)}
          </p>
          <p class="small">
            {words.digest}: <span class="hexadecimal">{digest}</span>
          </p>
        </>
      )
    }
  }
}

function Passed({ children }: { readonly children: string }) {
  return (
    <p class="passed">
      <Icon name="check" />
      {children}
    </p>
  )
}
