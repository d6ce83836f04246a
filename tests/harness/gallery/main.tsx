// One state of the pages, named by `?state=`, with text of `text=` percent.

import { render } from "preact"
import { BARRED_NAMES } from "./release-state-names.ts"
import { STATE_NAMES } from "./state-names.ts"
import { STATES } from "./states.tsx"

const parameters = new URLSearchParams(location.search)
const name = [...STATE_NAMES, ...BARRED_NAMES].find((each) => each === parameters.get("state"))
const page = document.getElementById("page")
if (name === undefined || !page) throw new RangeError(`"state" must be one of ${STATE_NAMES.join(", ")}`)
document.documentElement.style.fontSize = `${parameters.get("text") ?? 100}%`
render(STATES[name](), page)
