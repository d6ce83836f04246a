// What a meeting tab says of a link before anything is sent to its server.

import { Button } from "../parts/button.tsx"
import { Callout } from "../parts/callout.tsx"
import { NoticePage } from "../parts/notice-page.tsx"
import type { LinkFault } from "../../links/link.ts"
import type { Exposure } from "../../links/ticket-entry.ts"
import { en } from "../strings/en.ts"

export interface OpeningProps {
  readonly title?: string
  /** What is awaited. */
  readonly what: string
}

export function Opening({ title = en.opening.title, what }: OpeningProps) {
  return (
    <NoticePage icon="hourglass" title={title}>
      <p class="soft" role="status">
        {what}
      </p>
    </NoticePage>
  )
}

export interface DamagedLinkProps {
  readonly host: string
  readonly fault: LinkFault
  readonly exposure: Exposure
  readonly onOpenSite: () => void
}

export function DamagedLink({ host, fault, exposure, onOpenSite }: DamagedLinkProps) {
  return (
    <NoticePage
      icon="broken-link"
      tone="danger"
      title={en.damagedLink.title}
      actions={<Button onPress={onOpenSite}>{en.damagedLink.openSite}</Button>}
    >
      <p class="host">{host}</p>
      <p>{en.linkFaults[fault]}</p>
      <ExposureNote exposure={exposure} unseen={en.damagedLink.nothingSent} />
      <p>{en.damagedLink.askAgain}</p>
    </NoticePage>
  )
}

export interface UnknownServerProps {
  readonly host: string
  readonly exposure: Exposure
  readonly onJoin: () => void
  readonly onOpenSite: () => void
}

export function UnknownServer({ host, exposure, onJoin, onOpenSite }: UnknownServerProps) {
  return (
    <NoticePage
      icon="server"
      title={en.unknownServer.title}
      actions={
        <>
          <Button look="primary" onPress={onJoin}>
            {en.unknownServer.join(host)}
          </Button>
          <Button onPress={onOpenSite}>{en.unknownServer.openSite}</Button>
          <p class="soft small">{en.unknownServer.openSiteHelp}</p>
        </>
      }
    >
      <p class="host">{host}</p>
      <p>{en.unknownServer.explanation}</p>
      <ExposureNote exposure={exposure} unseen={en.unknownServer.stopped} />
    </NoticePage>
  )
}

/** How far the server's page got before it was stopped. */
function ExposureNote({ exposure, unseen }: { readonly exposure: Exposure; readonly unseen: string }) {
  switch (exposure) {
    case "unseen":
      return <p class="soft">{unseen}</p>
    case "asked":
      return <p class="soft">{en.linkNotes.asked}</p>
    case "ran":
      return <Callout tone="danger">{en.linkNotes.ran}</Callout>
  }
}

export function UsedUp() {
  return (
    <NoticePage icon="link" title={en.damagedLink.usedUp}>
      <p>{en.damagedLink.usedUpHelp}</p>
    </NoticePage>
  )
}

export function Elsewhere({ onReturn }: { readonly onReturn: () => void }) {
  return (
    <NoticePage
      icon="video"
      title={en.elsewhere.title}
      actions={
        <Button look="primary" onPress={onReturn}>
          {en.elsewhere.go}
        </Button>
      }
    >
      <p class="soft">{en.elsewhere.help}</p>
    </NoticePage>
  )
}

export interface OtherMeetingProps {
  /** Name of the meeting that is on. */
  readonly current: string
  /** Host of the wanted one. */
  readonly wanted: string
  readonly onStay: () => void
  readonly onSwitch: () => void
}

export function OtherMeeting({ current, wanted, onStay, onSwitch }: OtherMeetingProps) {
  return (
    <NoticePage
      icon="video"
      title={en.otherMeeting.title(current)}
      actions={
        <>
          <Button look="primary" onPress={onStay}>
            {en.otherMeeting.stay(current)}
          </Button>
          <Button onPress={onSwitch}>{en.otherMeeting.switchTo(wanted)}</Button>
        </>
      }
    >
      <p>{en.otherMeeting.explanation}</p>
    </NoticePage>
  )
}
