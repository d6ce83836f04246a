// Sigstore's library names `Buffer` when it is loaded, so it must be there before. In Node it is, and stays Node's own.

import { BufferShim } from "./buffer.ts"

if (!("Buffer" in globalThis)) Object.defineProperty(globalThis, "Buffer", { value: BufferShim })
