import { useId } from "preact/hooks"
import { VIDEO_CODINGS, type VideoCoding } from "../../meeting/video-coding.ts"
import type { ReleaseStatus } from "../../release/status.ts"
import { KnownPeopleList, type KnownPeopleListProps } from "../parts/known-people.tsx"
import { LastingIdentity, type LastingIdentityProps } from "../parts/lasting-identity.tsx"
import { ReleaseBadge } from "../parts/release-badge.tsx"
import { ServerList, type ServerListProps } from "../parts/server-list.tsx"
import { en } from "../strings/en.ts"

export interface SettingsPageProps extends ServerListProps {
  readonly lasting: LastingIdentityProps
  readonly known: KnownPeopleListProps
  readonly coding: VideoCoding
  readonly onCoding: (coding: VideoCoding) => void
  /** What the last check of this client said; null: there was none. */
  readonly release: ReleaseStatus | null
}

/** What can be chosen for all meetings: the servers one meets on, who knows whom again, and how the own picture is coded. */
export function SettingsPage({ lasting, known, coding, onCoding, release, ...servers }: SettingsPageProps) {
  const id = useId()
  return (
    <main class="welcome">
      <h1>{en.settings.title}</h1>
      <section>
        <h2>{en.welcome.serversTitle}</h2>
        <p class="soft">{en.welcome.serversHelp}</p>
        <ServerList {...servers} />
      </section>
      <LastingIdentity {...lasting} />
      <KnownPeopleList {...known} />
      <section>
        <h2>{en.settings.pictureTitle}</h2>
        <div class="card">
          <div class="field">
            <label for={id}>{en.settings.coding}</label>
            <select
              id={id}
              value={coding}
              aria-describedby={`${id}-help`}
              onChange={(event) => {
                const chosen = VIDEO_CODINGS.find((candidate) => candidate === event.currentTarget.value)
                if (chosen) onCoding(chosen)
              }}
            >
              {VIDEO_CODINGS.map((candidate) => (
                <option key={candidate} value={candidate}>
                  {en.settings.codings[candidate]}
                </option>
              ))}
            </select>
            <p id={`${id}-help`} class="soft small">
              {en.settings.codingHelp}
            </p>
          </div>
        </div>
      </section>
      <section>
        <h2>{en.preJoin.client}</h2>
        <div class="card client-line">
          <ReleaseBadge status={release} />
          <a class="button" href="/about.html" target="_blank">
            {en.release.aboutThis}
          </a>
        </div>
      </section>
    </main>
  )
}
