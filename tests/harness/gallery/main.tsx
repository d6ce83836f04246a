// States of the pages, drawn one after the other by their names; text of `?text=` percent.

import { render } from "preact"
import type { StateName } from "./state-names.ts"
import { STATES } from "./states.tsx"

declare global {
  interface Window {
    /** Draws a state anew, in place of what was there. */
    showState: (name: StateName) => void
  }
}

window.showState = (name) => {
  const page = document.getElementById("page")
  if (!page) throw new TypeError("the gallery must have a place for pages")
  render(null, page)
  render(STATES[name](), page)
}
document.documentElement.style.fontSize = `${new URLSearchParams(location.search).get("text") ?? 100}%`
