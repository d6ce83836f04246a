// Watches a join from inside the meeting tab, without anything in the product that were there for it: the engine's
// snapshots, its sockets and connections, and the frames that a tile paints.
// What is given to a page runs there, and so may use nothing from outside.

import type { Page } from "playwright"

/** In the order in which they come, as a rule. */
export const JOIN_STEPS = [
  "granted",
  "joinBuilt",
  "groupEntered",
  "installed",
  "sfuConnected",
  "cameraAttached",
  "frameOpened",
  "painted",
] as const

export type JoinStep = (typeof JOIN_STEPS)[number]

export interface WatchedJoin {
  /** Milliseconds of the epoch of time; so are the steps. */
  readonly clicked: number
  readonly steps: Readonly<Partial<Record<JoinStep, number>>>
}

declare global {
  interface Window {
    /** When the button could be pressed first: milliseconds of the epoch of time. */
    joinReadyAt?: number
  }
}

/** To be run in every page before its own scripts. */
export function watchReadiness(): void {
  if (location.protocol !== "chrome-extension:") return
  new MutationObserver(() => {
    const button = Array.from(document.querySelectorAll("button")).find(({ textContent }) => textContent === "Join")
    if (button && !button.disabled) window.joinReadyAt ??= performance.timeOrigin + performance.now()
  }).observe(document, { subtree: true, childList: true, attributes: true })
}

/** Presses `Join` in the meeting tab, with the mark "join", and resolves when the first remote frame was painted. */
export function joinWatched(page: Page): Promise<WatchedJoin> {
  return page.evaluate(watchJoin)
}

async function watchJoin(): Promise<WatchedJoin> {
  const engineWindow = chrome.extension
    .getViews()
    .find((view): view is typeof window => view.wardroomEngine !== undefined)
  const engine = engineWindow?.wardroomEngine
  const join = Array.from(document.querySelectorAll("button")).find(({ textContent }) => textContent === "Join")
  if (!engineWindow || !engine || !join) throw new Error("nothing to join")
  const steps: Partial<Record<JoinStep, number>> = {}
  const painted = Promise.withResolvers<void>()
  const { timeOrigin } = performance
  const note = (step: JoinStep): void => {
    steps[step] ??= timeOrigin + performance.now()
  }

  const watchSnapshots = async (): Promise<void> => {
    await new Promise<void>((held) => {
      void navigator.locks.request("view:bench", () => {
        held()
        return new Promise(() => {})
      })
    })
    const view = { kind: "popup", viewLock: "view:bench" } as const
    engine.subscribe(
      (snapshot) => {
        if (snapshot.phase === "joining" && snapshot.step === "joining-group") note("granted")
        if (snapshot.phase === "joining" && snapshot.step === "connecting-media") note("groupEntered")
        if (snapshot.phase !== "meeting") return
        note("installed")
        const other = snapshot.people.find(({ isYou }) => !isYou)
        if (other && engine.stream(other.id, "camera")) note("cameraAttached")
        if (other?.camera === "on") note("frameOpened")
      },
      view,
      new AbortController().signal,
    )
  }

  const watchConnections = (): void => {
    const Native = engineWindow.RTCPeerConnection
    engineWindow.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        this.addEventListener("connectionstatechange", () => {
          if (this.connectionState === "connected") note("sfuConnected")
        })
      }
    }
    // To the service goes `enter` first and then the commit.
    let sent = 0
    // oxlint-disable-next-line typescript/unbound-method -- the proxy calls it on its socket
    engineWindow.WebSocket.prototype.send = new Proxy(engineWindow.WebSocket.prototype.send, {
      apply: (send, socket: WebSocket, data) => {
        if (socket.url.endsWith("/ws") && ++sent === 2) note("joinBuilt")
        Reflect.apply(send, socket, data)
      },
    })
  }

  const watchTiles = (): void => {
    const followed = new WeakSet<HTMLVideoElement>()
    const look = (): void => {
      for (const video of document.querySelectorAll<HTMLVideoElement>('[data-testid="tile"] video')) {
        if (followed.has(video)) continue
        followed.add(video)
        video.requestVideoFrameCallback(() => {
          note("painted")
          painted.resolve()
        })
      }
    }
    new MutationObserver(look).observe(document, { subtree: true, childList: true })
  }

  await watchSnapshots()
  watchConnections()
  watchTiles()
  const clicked = timeOrigin + performance.now()
  performance.mark("join")
  join.click()
  await painted.promise
  return { clicked, steps }
}
