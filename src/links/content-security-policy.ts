// What our pages may load and reach; the browser enforces it, so it is written once and tested.

/** Loopback as a policy can name it; an IPv6 literal is not a CSP host source, so `[::1]` is no loopback of ours. */
const LOOPBACK = ["localhost:*", "*.localhost:*", "127.0.0.1:*"]

/** The policy of every page of the extension (Content Security Policy Level 3). */
export function contentSecurityPolicy(browser: string): string {
  // Firefox has no offscreen documents: there the engine is a hidden frame of the meeting tab, which needs both.
  const frames = browser === "firefox" ? "'self'" : "'none'"
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self' https: wss: ${LOOPBACK.map((host) => `http://${host} ws://${host}`).join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-src ${frames}`,
    `frame-ancestors ${frames}`,
  ].join("; ")
}
