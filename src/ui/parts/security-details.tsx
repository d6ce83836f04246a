import type { MediaPath } from "../../meeting/snapshot.ts"
import type { Security } from "../../meeting/security.ts"
import { en } from "../strings/en.ts"
import { Disclosure } from "./disclosure.tsx"

export interface SecurityDetailsProps {
  readonly security: Security
  readonly path: MediaPath
}

/** The terms behind the plain words. */
export function SecurityDetails({ security, path }: SecurityDetailsProps) {
  return (
    <div class="security-details">
      <Disclosure summary={<Summary security={security} />}>
        <dl>
          <div>
            <dt>{en.security.authenticator}</dt>
            <dd class="hexadecimal">{inGroups(security.authenticator)}</dd>
            <dd class="soft small">{en.security.authenticatorHelp}</dd>
          </div>
          <div>
            <dt>{en.security.cipherSuite}</dt>
            <dd>{security.cipherSuite}</dd>
          </div>
          <div>
            <dt>{en.security.mediaServer}</dt>
            <dd>{path.sfu}</dd>
          </div>
          <div>
            <dt>{en.security.mediaAddress}</dt>
            <dd>{pathWords(path)}</dd>
          </div>
        </dl>
      </Disclosure>
    </div>
  )
}

function Summary({ security }: Pick<SecurityDetailsProps, "security">) {
  return (
    <>
      {en.common.details}: {en.security.epochWord} <span data-testid="epoch">{security.epoch}</span> ·{" "}
      {en.security.groupWord} <span data-testid="group-size">{security.groupSize}</span> · {en.security.postQuantum}
    </>
  )
}

function inGroups(hexadecimal: string): string {
  return hexadecimal.match(/.{1,8}/g)?.join(" ") ?? ""
}

function pathWords({ address, transport, roundTripMs }: MediaPath): string {
  if (address === null) return en.security.mediaUnknown
  const facts = [
    address,
    transport && en.security.transport[transport],
    roundTripMs !== null && en.security.roundTrip(Math.round(roundTripMs)),
  ]
  return facts.filter(Boolean).join(" · ")
}
