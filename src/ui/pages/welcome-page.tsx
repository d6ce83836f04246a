import { Icon } from "../parts/icon.tsx"
import { ServerList, type ServerListProps } from "../parts/server-list.tsx"
import { en } from "../strings/en.ts"

/** The first page after installing: what this is, where its button is, and which servers are one's own. */
export function WelcomePage(props: ServerListProps) {
  return (
    <main class="welcome">
      <h1>{en.welcome.title}</h1>
      <ul class="promises">
        <li>
          <Icon name="link" />
          <span>{en.welcome.first}</span>
        </li>
        <li>
          <Icon name="shield" />
          <span>{en.welcome.second}</span>
        </li>
        <li>
          <Icon name="users" />
          <span>{en.welcome.third}</span>
        </li>
      </ul>
      <section>
        <h2>{en.welcome.pinTitle}</h2>
        <p>{en.welcome.pin}</p>
      </section>
      <section>
        <h2>{en.welcome.serversTitle}</h2>
        <p class="soft">{en.welcome.serversHelp}</p>
        <ServerList {...props} />
      </section>
    </main>
  )
}
