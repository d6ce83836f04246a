import { signal } from "@preact/signals"
import { render } from "preact"
import browser from "webextension-polyfill"
import { askBackground } from "../../src/links/background-messages.ts"
import { requestServerAccess } from "../../src/links/guards.ts"
import { chooseVideoCoding, readVideoCoding, type VideoCoding } from "../../src/meeting/video-coding.ts"
import { lastRelease } from "../../src/ui/last-release.ts"
import { knownServers } from "../../src/ui/known-servers.ts"
import { ownPeople } from "../../src/ui/own-people.ts"
import { SettingsPage } from "../../src/ui/pages/settings-page.tsx"
import { Vault } from "../../src/vault/vault.ts"

const known = knownServers(
  (kind, fields) => askBackground(browser.runtime, kind, fields),
  (origin) => requestServerAccess(browser.permissions, origin),
)
const release = lastRelease(browser.runtime.getManifest().version)
const people = ownPeople(() => Vault.open())
const coding = signal(readVideoCoding(localStorage))

function choose(chosen: VideoCoding): void {
  chooseVideoCoding(localStorage, chosen)
  coding.value = chosen
}

function Settings() {
  const { servers, onAdd, onRemove } = known
  return (
    <SettingsPage
      servers={servers.value}
      onAdd={onAdd}
      onRemove={onRemove}
      lasting={people.lasting.value}
      known={people.known.value}
      coding={coding.value}
      onCoding={choose}
      release={release.value}
    />
  )
}

const page = document.getElementById("page")
if (page) render(<Settings />, page)
void known.refresh()
void people.refresh()
