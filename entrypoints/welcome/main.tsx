import { render } from "preact"
import browser from "webextension-polyfill"
import { askBackground } from "../../src/links/background-messages.ts"
import { requestServerAccess } from "../../src/links/guards.ts"
import { knownServers } from "../../src/ui/known-servers.ts"
import { WelcomePage } from "../../src/ui/pages/welcome-page.tsx"

const known = knownServers(
  (kind, fields) => askBackground(browser.runtime, kind, fields),
  (origin) => requestServerAccess(browser.permissions, origin),
)

function Welcome() {
  return <WelcomePage servers={known.servers.value} onAdd={known.onAdd} onRemove={known.onRemove} />
}

const page = document.getElementById("page")
if (page) render(<Welcome />, page)
void known.refresh()
