// node server/main.mjs: the delivery service as a program (program.ts).

import { keepMemorySmall } from "./memory.mjs"

keepMemorySmall()
await import("./program.ts") // after it, since every module that is loaded counts
