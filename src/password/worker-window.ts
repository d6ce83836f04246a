// tssrp6a 3.0.0 looks for WebCrypto at `window.crypto` and else requires Node's, so it cannot load in a worker of a
// browser, where there is no `window`. Imported before it, this gives it one there.
// TODO(2027-06): drop when tssrp6a reads `globalThis.crypto`; https://github.com/midonet/tssrp6a

if (typeof window === "undefined" && typeof self !== "undefined") {
  Object.defineProperty(globalThis, "window", { value: self, configurable: true })
}
