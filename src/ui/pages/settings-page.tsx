import { useId } from "preact/hooks"
import { VIDEO_CODINGS, type VideoCoding } from "../../meeting/video-coding.ts"
import { ServerList, type ServerListProps } from "../parts/server-list.tsx"
import { en } from "../strings/en.ts"

export interface SettingsPageProps extends ServerListProps {
  readonly coding: VideoCoding
  readonly onCoding: (coding: VideoCoding) => void
}

/** What can be chosen for all meetings: the servers one meets on, and how the own picture is coded. */
export function SettingsPage({ coding, onCoding, ...servers }: SettingsPageProps) {
  const id = useId()
  return (
    <main class="welcome">
      <h1>{en.settings.title}</h1>
      <section>
        <h2>{en.welcome.serversTitle}</h2>
        <p class="soft">{en.welcome.serversHelp}</p>
        <ServerList {...servers} />
      </section>
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
    </main>
  )
}
