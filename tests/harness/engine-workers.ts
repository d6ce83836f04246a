// The workers that the engine's document has just now, as the browser lists them to a debugger.

import type { BrowserContext, CDPSession } from "playwright"

/** Its address also says how the extension is installed. */
const ENGINE = /\/offscreen\.html\?/

/** Script addresses of the running workers, sorted; empty also where there is no engine. */
export async function engineWorkers(context: BrowserContext): Promise<readonly string[]> {
  const browser = context.browser()
  if (!browser) throw new Error("the context has no browser")
  const session = await browser.newBrowserCDPSession()
  try {
    const { targetInfos } = await session.send("Target.getTargets", { filter: [{}] })
    const engine = targetInfos.find(({ type, url }) => type === "background_page" && ENGINE.test(url))
    return engine ? await listWorkers(session, engine.targetId) : []
  } finally {
    await session.detach()
  }
}

interface FromTarget {
  readonly id?: number
  readonly method?: string
  readonly params?: { readonly targetInfo?: { readonly type: string; readonly url: string } }
}

/** Attaches to what the document has; the answer comes after an event for each. */
async function listWorkers(session: CDPSession, targetId: string): Promise<readonly string[]> {
  const { sessionId } = await session.send("Target.attachToTarget", { targetId })
  const workers: string[] = []
  const listed = new Promise<void>((resolve) => {
    session.on("Target.receivedMessageFromTarget", (event) => {
      if (event.sessionId !== sessionId) return
      const { id, method, params }: FromTarget = JSON.parse(event.message)
      if (method === "Target.attachedToTarget" && params?.targetInfo?.type === "worker") {
        workers.push(params.targetInfo.url)
      }
      if (id === 1) resolve()
    })
  })
  const params = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false }
  const message = JSON.stringify({ id: 1, method: "Target.setAutoAttach", params })
  await session.send("Target.sendMessageToTarget", { sessionId, message })
  await listed
  return workers.toSorted()
}
