// Two-person calls in the same two browsers: one of ours, and one of the peer's page with LiveKit's own encryption.

import type { Page } from "playwright"
import type { EngineStatistics } from "../../src/meeting/engine-handle.ts"
import { until } from "../../tests/harness/bare-browser.ts"
import type { Person } from "../../tests/harness/person.ts"
import { joinPeer, leavePeer, openPeer, type PeerOptions } from "../peer/peer.ts"

const HEIGHT = 720
const FULL_WITHIN_MS = 60_000

/** A call that is on, with full pictures on both sides. */
export interface Call {
  /** One for each person. */
  readonly pages: readonly Page[]
  end(): Promise<void>
}

/** Both enter through the link. */
export async function ownCall(people: readonly Person[], link: string): Promise<Call> {
  const inTabs = await Promise.all(people.map(async (person) => person.at(await person.context.newPage())))
  for (const person of inTabs) {
    await person.openLink(link)
    await person.join()
  }
  const pages = inTabs.map(({ page }) => page)
  await becomeFull(pages, '[data-testid="tile"] video')
  return {
    pages,
    end: async () => {
      for (const person of inTabs) await person.leave()
      await Promise.all(pages.map((page) => page.close()))
    },
  }
}

export async function peerCall(
  people: readonly Person[],
  newToken: () => Promise<string>,
  options: PeerOptions,
): Promise<Call> {
  const pages = await Promise.all(people.map(async ({ context }) => openPeer(context, await newToken(), options)))
  await Promise.all(pages.map((page) => joinPeer(page, "painted")))
  await becomeFull(pages, "#remote")
  return { pages, end: async () => void (await Promise.all(pages.map(leavePeer))) }
}

/** Of the engine that runs in the browser of this tab of ours. */
export async function readStatistics(page: Page): Promise<EngineStatistics> {
  const statistics = await page.evaluate(async () =>
    chrome.extension
      .getViews()
      .find((view) => view.wardroomEngine !== undefined)
      ?.wardroomEngine?.statistics(),
  )
  if (!statistics) throw new Error("no engine runs")
  return statistics
}

async function becomeFull(pages: readonly Page[], picture: string): Promise<void> {
  const isFull = async (page: Page): Promise<true | null> =>
    (await page.evaluate(heightOf, picture)) >= HEIGHT ? true : null
  await Promise.all(pages.map((page) => until(() => isFull(page), `${HEIGHT} lines`, FULL_WITHIN_MS)))
}

/** Runs in the page. */
function heightOf(picture: string): number {
  return document.querySelector<HTMLVideoElement>(picture)?.videoHeight ?? 0
}
