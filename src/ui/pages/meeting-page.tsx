// The meeting tab as a whole: what the link and the engine say decides which page is drawn.

import type { ReadonlySignal } from "@preact/signals"
import type { MeetingFacts } from "../../meeting/snapshot.ts"
import type { EngineState } from "../engine-view.ts"
import type { TabState } from "../meeting-tab.ts"
import type { StartFormProps } from "../parts/start-form.tsx"
import { meetingOf } from "../snapshot-facts.ts"
import { en } from "../strings/en.ts"
import { BarredPage } from "./barred-page.tsx"
import { EngineGone, EngineUnreachable } from "./engine-pages.tsx"
import { EnginePage, type EnginePageProps } from "./engine-page.tsx"
import { DamagedLink, Elsewhere, Opening, OtherMeeting, UnknownServer, UsedUp } from "./link-pages.tsx"

export interface MeetingPageProps extends Pick<EnginePageProps, "profile" | "viewLock" | "version" | "onAskDevices"> {
  readonly tab: ReadonlySignal<TabState>
  readonly engine: ReadonlySignal<EngineState>
  readonly actions: MeetingPageActions
  readonly servers: ReadonlySignal<readonly string[]>
  readonly onOpenLink: StartFormProps["onOpenLink"]
}

/** What the pages around the engine can ask for. */
export interface MeetingPageActions {
  readonly again: () => void
  readonly checkAgain: () => void
  readonly joinUnknown: (link: string) => void
  readonly openSite: (url: string) => void
  readonly bringToFront: (link: string) => void
  readonly switchTo: (link: string) => void
  readonly open: (link: string) => void
  readonly create: (server: string) => void
}

export function MeetingPage(props: MeetingPageProps) {
  const { actions } = props
  const tab = props.tab.value
  const engine = props.engine.value
  if (engine.state === "unreachable") return <EngineUnreachable onAgain={actions.again} />
  switch (tab.step) {
    case "opening":
      return <Opening what={en.opening.link} />
    case "used-up":
      return <UsedUp />
    case "damaged-link":
      return <DamagedLink {...tab} host={hostOf(tab.url)} onOpenSite={() => actions.openSite(tab.url)} />
    case "unknown-server":
      return (
        <UnknownServer
          host={hostOf(tab.link)}
          exposure={tab.exposure}
          onJoin={() => actions.joinUnknown(tab.link)}
          onOpenSite={() => actions.openSite(tab.link)}
        />
      )
    case "elsewhere":
      return <Elsewhere onReturn={() => actions.bringToFront(tab.link)} />
    case "other-meeting":
      return (
        <OtherMeeting
          current={currentName(engine)}
          wanted={hostOf(tab.link)}
          onStay={() => actions.bringToFront(current(engine)?.link ?? tab.link)}
          onSwitch={() => actions.switchTo(tab.link)}
        />
      )
    case "barred":
      return <BarredPage status={tab.status} version={props.version} onPardon={null} onAgain={actions.checkAgain} />
    case "engine":
      return <Following {...props} state={engine} notes={tab.notes} />
  }
}

interface FollowingProps extends MeetingPageProps {
  readonly state: EngineState
  readonly notes: EnginePageProps["notes"]
}

function Following({ state, actions, servers, ...props }: FollowingProps) {
  switch (state.state) {
    case "looking":
    case "absent":
      return <Opening what={en.opening.engine} />
    case "unreachable":
      return <EngineUnreachable onAgain={actions.again} />
    case "gone":
      return <EngineGone onAgain={actions.again} />
    case "there":
      return (
        <EnginePage
          {...props}
          actions={actions}
          servers={servers.value}
          engine={state.engine}
          snapshot={state.snapshot}
        />
      )
  }
}

function currentName(engine: EngineState): string {
  return current(engine)?.name ?? en.otherMeeting.thatMeeting
}

function current(engine: EngineState): MeetingFacts | null {
  return engine.state === "there" ? meetingOf(engine.snapshot) : null
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url
}
