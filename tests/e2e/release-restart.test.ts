// One browser and its releases: each is checked when it is there first, before anybody meets, and an older one than the
// newest seen is noticed.

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test, vi } from "vitest"
import { createTestAuthority } from "../../scripts/release/test-authority.ts"
import { openExtensionPage } from "../harness/browser.ts"
import { startLinkPage } from "../harness/link-page.ts"
import { type MeetingPlace, openMeetingPlace } from "../harness/meeting-place.ts"
import type { Person } from "../harness/person.ts"
import { signExtension } from "../harness/release/signed-extension.ts"

const WITHIN = { timeout: 30_000, interval: 200 }

test("an update is checked before any meeting, and going back to what it replaced takes typing the version", async () => {
  await using place = await openMeetingPlace()
  await using authority = await createTestAuthority()
  await using first = await signExtension(authority, { version: "1.0.0", sequence: 1, previous: null })
  await using second = await signExtension(authority, { version: "1.1.0", sequence: 2, previous: first.digest })
  const profile = await mkdtemp(join(tmpdir(), "wardroom-restart-"))
  try {
    for (const [extension, sequence] of [[first, 1] as const, [second, 2] as const]) {
      await using person = await place.person("Ana", "red", { extension: extension.folder, profile })
      await vi.waitFor(async () => expect(await newestSeen(person)).toBe(sequence), WITHIN)
    }
    await using ana = await place.person("Ana", "red", { extension: first.folder, profile })
    const link = await barredLink(ana, place)
    expect(await newestSeen(ana)).toBe(2)
    const version = ana.page.getByRole("textbox", { name: "Version" })
    await version.fill("1.1.0")
    await version.press("Enter")
    await ana.page.getByText("This is not its version.").waitFor()
    expect(socketsOf(place)).toEqual([])
    await version.fill("1.0.0")
    await version.press("Enter")
    await ana.page.getByText(new URL(link).host).first().waitFor()
    await vi.waitFor(() => expect(socketsOf(place)).not.toEqual([]), WITHIN)
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})

/** Clicks a link and waits for the page that bars; the link. */
async function barredLink(person: Person, place: MeetingPlace): Promise<string> {
  const link = `${place.origin}/join/id-0123456789#pwd-0123456789abcdefghijKL`
  await using linkPage = await startLinkPage(link)
  await person.page.goto(linkPage.url)
  await person.page.getByRole("link", { name: "Join the meeting" }).click()
  await person.page.getByRole("button", { name: `Join on ${new URL(link).host}` }).click()
  await person.page.getByText("The meeting was not opened.").waitFor()
  return link
}

function socketsOf({ lines }: MeetingPlace): readonly string[] {
  return lines.map(({ event }) => event).filter((event) => event.startsWith("socket"))
}

/** The sequence of the newest release that this browser has seen; null: none. */
async function newestSeen({ context }: Person): Promise<number | null> {
  const page = await openExtensionPage(context, "welcome.html")
  try {
    return await page.evaluate(async () => {
      if (!(await indexedDB.databases()).some(({ name }) => name === "wardroom-releases")) return null
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open("wardroom-releases")
        opening.addEventListener("success", () => resolve(opening.result))
        opening.addEventListener("error", () => reject(opening.error))
      })
      const memories = await new Promise<readonly { readonly sequence: number }[]>((resolve) => {
        const reading = database.transaction("memories").objectStore("memories").getAll()
        reading.addEventListener("success", () => resolve(reading.result))
      })
      database.close()
      return memories[0]?.sequence ?? null
    })
  } finally {
    await page.close()
  }
}
