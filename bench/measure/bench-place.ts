// Where benches with browsers meet: the built extension, the delivery service and a real SFU, in a folder that goes with them.

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { builtExtension } from "../../scripts/extension.ts"
import type { Progress } from "../../scripts/progress.ts"
import { startStack } from "../../scripts/stack.ts"
import { thisMachine } from "../../scripts/toolchain/machine.ts"
import { Person, type PersonOptions } from "../../tests/harness/person.ts"

export interface BenchPlace extends AsyncDisposable {
  /** Of the built extension. */
  readonly extension: string
  /** Origin of the delivery service. */
  readonly origin: string
  readonly sfuUrl: string
  /** The service's. */
  readonly dataFolder: string
  /** A person with a browser of their own, which ends with the place. */
  person(name: string, options?: Partial<PersonOptions>): Promise<Person>
  /** Folder of a person's profile, by which the browser's processes are found. */
  profileOf(name: string): string
}

export async function openBenchPlace(progress: Progress): Promise<BenchPlace> {
  await using started = new AsyncDisposableStack()
  const machine = thisMachine()
  const folder = await mkdtemp(join(tmpdir(), "wardroom-bench-"))
  started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const extension = await builtExtension(machine, progress)
  const dataFolder = join(folder, "service")
  const { origin, sfuUrl } = started.use(await startStack({ machine, progress, dataFolder, port: 0 }))
  const owned = started.move()
  const browsers = owned.use(new AsyncDisposableStack())
  const profileOf = (name: string): string => join(folder, name)
  return {
    extension,
    origin,
    sfuUrl,
    dataFolder,
    profileOf,
    person: async (name, options) => {
      const usual = { name, extension, profile: profileOf(name), window: "none", devices: "test" } as const
      return browsers.use(await Person.start({ ...usual, ...options }))
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
