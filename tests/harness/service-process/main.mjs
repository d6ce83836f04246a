// As the service's own program: what keeps memory small comes first.

import { keepMemorySmall } from "../../../server/memory.mjs"

keepMemorySmall()
await import("./program.ts")
