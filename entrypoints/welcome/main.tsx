import { type ReadonlySignal, signal } from "@preact/signals"
import { render } from "preact"
import browser from "webextension-polyfill"
import { askBackground, type KnownServer } from "../../src/links/background-messages.ts"
import { requestServerAccess } from "../../src/links/guards.ts"
import { WelcomePage } from "../../src/ui/pages/welcome-page.tsx"

const servers = signal<readonly KnownServer[]>([])

async function refresh(): Promise<void> {
  servers.value = await askBackground(browser.runtime, "servers", {})
}

async function add(origin: string): Promise<"guarded" | "refused"> {
  const granted = await requestServerAccess(browser.permissions, origin)
  await askBackground(browser.runtime, "add-server", { origin })
  await refresh()
  return granted ? "guarded" : "refused"
}

async function remove(origin: string): Promise<void> {
  await askBackground(browser.runtime, "remove-server", { origin })
  await refresh()
}

function Welcome({ known }: { readonly known: ReadonlySignal<readonly KnownServer[]> }) {
  return <WelcomePage servers={known.value} onAdd={add} onRemove={(origin) => void remove(origin)} />
}

const page = document.getElementById("page")
if (page) render(<Welcome known={servers} />, page)
void refresh()
