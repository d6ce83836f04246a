// Everything that a meeting of browsers needs, with the ways to it in the test's hand: the service and the SFU behind
// relays, and a copy of the built extension that no later build changes.

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { progressOn } from "../../scripts/progress.ts"
import { type Sfu, startSfu } from "../../scripts/sfu.ts"
import { findLiveKit } from "../../scripts/toolchain/livekit.ts"
import { thisMachine } from "../../scripts/toolchain/machine.ts"
import { WEBHOOK_PATH } from "../../server/http.ts"
import { loadSfuKeys } from "../../server/keys.ts"
import type { LogLine } from "../../server/log.ts"
import { startService } from "../../server/service.ts"
import { copyExtension } from "./browser.ts"
import { type Colour, colourCamera } from "./colour-video.ts"
import { Person, type PersonOptions } from "./person.ts"
import { freePort } from "./ports.ts"
import { startRelay } from "./relay.ts"
import { WebhookTap } from "./webhook-tap.ts"

export interface MeetingPlace extends AsyncDisposable {
  /** Origin of the delivery service. */
  readonly origin: string
  /** The service's log so far. */
  readonly lines: readonly LogLine[]
  /** What the SFU told the service so far: JSON as LiveKit writes it. */
  readonly webhooks: readonly string[]
  /**
   * A person with a browser of their own, which ends with the place, before a camera that shows one colour; null leaves
   * the cameras to the browser's arguments.
   */
  person(name: string, camera: Colour | null, options?: Partial<PersonOptions>): Promise<Person>
  /** Ends every socket to the service. */
  cutService(): void
  /** Ends every signalling connection to the SFU; media goes on. */
  cutSignal(): void
  /** Ends the SFU with all its rooms, at once or after it has sent everybody away, and starts another one in its place. */
  restartSfu(how: "killed" | "shut-down"): Promise<void>
}

export async function openMeetingPlace(): Promise<MeetingPlace> {
  await using started = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), "wardroom-place-"))
  started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const extension = await copyExtension(() => {})
  started.defer(() => rm(extension, { recursive: true, force: true, maxRetries: 5 }))

  const keys = await loadSfuKeys(folder)
  const servicePort = await freePort("tcp")
  const ports = { signal: await freePort("tcp"), tcp: await freePort("tcp"), udp: await freePort("udp") }
  const serviceRelay = started.use(await startRelay(() => servicePort))
  const signalRelay = started.use(await startRelay(() => ports.signal))
  const tap = started.use(await WebhookTap.open(`http://127.0.0.1:${servicePort}${WEBHOOK_PATH}`))
  const binary = await findLiveKit(thisMachine(), progressOn(process.stderr))
  const startOneSfu = (): Promise<Sfu> =>
    startSfu({
      binary,
      logFile: join(folder, "sfu.log"),
      keys,
      ports,
      webhookUrl: tap.url,
    })
  let sfu = await startOneSfu()
  started.defer(() => sfu.close())
  const service = await startService({
    dataFolder: folder,
    bind: "127.0.0.1",
    port: servicePort,
    hosts: [`127.0.0.1:${serviceRelay.port}`],
    sfu: { ...keys, address: `ws://127.0.0.1:${signalRelay.port}` },
  })
  started.defer(() => service.close())
  const lines: LogLine[] = []
  service.subscribe((line) => lines.push(line), new AbortController().signal)

  const owned = started.move()
  const browsers = owned.use(new AsyncDisposableStack())
  return {
    origin: `http://127.0.0.1:${serviceRelay.port}`,
    lines,
    webhooks: tap.bodies,
    person: async (name, camera, options) => {
      const film = camera === null ? [] : [await colourCamera(join(folder, `${camera}.y4m`), camera)]
      const args = [...film, ...(options?.args ?? [])]
      return browsers.use(await Person.start({ name, extension, window: "none", devices: "test", ...options, args }))
    },
    cutService: () => serviceRelay.cut(),
    cutSignal: () => signalRelay.cut(),
    restartSfu: async (how) => {
      if (how === "shut-down") await sfu.close()
      else process.kill(sfu.child.pid, "SIGKILL")
      await sfu.child.ended
      sfu = await startOneSfu()
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
