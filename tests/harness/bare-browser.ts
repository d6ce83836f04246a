// A Chromium that nothing is attached to: a debugger keeps an extension's background alive and delays its pages, so
// where cold starts and stopped backgrounds count, targets are only listed.

import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { chromiumPath, sandboxArgs } from "./browser.ts"

export interface Target {
  readonly type: string
  readonly url: string
  readonly title: string
  readonly webSocketDebuggerUrl: string
}

export interface Command {
  readonly method: string
  readonly params?: object
}

export interface BareBrowser {
  targets(): Promise<readonly Target[]>
  openTab(url: string): Promise<void>
  /**
   * Sends DevTools commands to a target, one after the other, and detaches again; answers with the last result, null
   * where the target went away.
   */
  command(target: Target, ...commands: readonly Command[]): Promise<unknown>
  /** Ends the browser as a user does, so that it writes its profile. */
  close(): Promise<void>
}

export interface BareOptions {
  readonly profile: string
  readonly args: readonly string[]
  /** Command that starts the browser in place of its own path: the browser's arguments follow. */
  readonly launcher?: readonly [string, ...string[]]
}

const START_TIMEOUT_MS = 20_000
const POLL_MS = 25

export async function startBareBrowser({ profile, args, launcher }: BareOptions): Promise<BareBrowser> {
  const portFile = join(profile, "DevToolsActivePort")
  await rm(portFile, { force: true })
  const [command, ...before] = launcher ?? [await chromiumPath()]
  const child = spawn(
    command,
    [
      ...before,
      "--headless=new",
      "--disable-gpu",
      "--no-first-run",
      ...sandboxArgs(),
      `--user-data-dir=${profile}`,
      "--remote-debugging-port=0",
      ...args,
    ],
    { stdio: "ignore" },
  )
  const port = await readPort(portFile, child)
  const base = `http://127.0.0.1:${port}/json`
  return {
    targets: async () => readTargets(await fetchJson(`${base}/list`)),
    openTab: async (url) => {
      await fetch(`${base}/new?${encodeURIComponent(url)}`, { method: "PUT" })
    },
    command: async (target, ...commands) => sendCommands(target.webSocketDebuggerUrl, commands),
    close: async () => {
      const exited = once(child, "exit")
      const [browser] = readTargets([await fetchJson(`${base}/version`)])
      if (browser) await sendCommands(browser.webSocketDebuggerUrl, [{ method: "Browser.close" }])
      await exited
    },
  }
}

/** Asks again until the answer is there; throws after `timeoutMs`. */
export async function until<T>(ask: () => Promise<T | null | undefined>, what: string, timeoutMs = 20_000): Promise<T> {
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline) {
    const answer = await ask()
    if (answer !== null && answer !== undefined) return answer
    await wait(POLL_MS)
  }
  throw new Error(`waited ${timeoutMs} ms for ${what}`)
}

async function readPort(file: string, child: ChildProcess): Promise<number> {
  return until(
    async () => {
      if (child.exitCode !== null) throw new Error(`Chromium ended with code ${child.exitCode}`)
      const text = await readFile(file, "utf8").catch(() => "")
      return text === "" ? null : Number(text.split("\n")[0])
    },
    "Chromium to start",
    START_TIMEOUT_MS,
  )
}

async function fetchJson(url: string): Promise<unknown> {
  return (await fetch(url)).json()
}

function readTargets(value: unknown): readonly Target[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((target: Record<string, unknown>) => [
    {
      type: text(target["type"]),
      url: text(target["url"]),
      title: text(target["title"]),
      webSocketDebuggerUrl: text(target["webSocketDebuggerUrl"]),
    },
  ])
}

function text(value: unknown): string {
  return typeof value === "string" ? value : ""
}

async function sendCommands(address: string, commands: readonly Command[]): Promise<unknown> {
  const socket = new WebSocket(address)
  await Promise.race([once(socket, "open"), once(socket, "close")])
  if (socket.readyState !== WebSocket.OPEN) return null // the target went away since it was listed
  let result: unknown = null
  for (const [id, command] of commands.entries()) {
    socket.send(JSON.stringify({ id, ...command }))
    result = await readAnswer(socket, id)
  }
  socket.close()
  return result
}

function readAnswer(socket: WebSocket, id: number): Promise<unknown> {
  return new Promise((resolve) => {
    socket.addEventListener("message", ({ data }) => {
      const answer: { id?: number; result?: unknown } = JSON.parse(String(data))
      if (answer.id === id) resolve(answer.result)
    })
    socket.addEventListener("close", () => resolve(null)) // the browser closes with its last answer
  })
}
