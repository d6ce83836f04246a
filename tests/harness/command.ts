// A command of this project as somebody in a terminal runs it: what it prints, how it ends.

import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { PROJECT_FOLDER } from "../../scripts/toolchain/machine.ts"

export class RunningCommand implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #exit: Promise<unknown[]>
  #printed = ""
  #wake: () => void = () => undefined

  constructor(command: string, args: readonly string[], env: Readonly<NodeJS.ProcessEnv>) {
    const script = join(PROJECT_FOLDER, "scripts", "bootstrap.mjs")
    this.#child = spawn(process.execPath, [script, command, ...args], { env, stdio: ["ignore", "pipe", "pipe"] })
    this.#exit = once(this.#child, "exit")
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#printed += chunk.toString("utf8")
        this.#wake()
      })
    }
  }

  /** Everything printed so far. */
  get printed(): string {
    return this.#printed
  }

  /** The first group of what was printed, as soon as it is; rejects when the command ends before. */
  async prints(pattern: RegExp): Promise<string> {
    const ended = this.#exit.then(() => {
      throw new Error(`ended without printing ${pattern.source}:\n${this.#printed}`)
    })
    ended.catch(() => undefined) // the loop below may be over by then
    for (;;) {
      const found = pattern.exec(this.#printed)
      if (found) return found[1] ?? found[0]
      const more = new Promise<void>((resolve) => (this.#wake = resolve))
      // oxlint-disable-next-line no-await-in-loop -- each turn waits for more output
      await Promise.race([more, ended])
    }
  }

  /** The exit code. */
  async ends(): Promise<number | null> {
    const [code] = await this.#exit
    return typeof code === "number" ? code : null
  }

  /** Ctrl-C. */
  interrupt(): void {
    this.#child.kill("SIGINT")
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) this.#child.kill("SIGKILL")
    await this.#exit
  }
}
