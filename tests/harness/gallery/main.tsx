// One state of the pages, named by `?state=`.

import { render } from "preact"
import { STATE_NAMES } from "./state-names.ts"
import { STATES } from "./states.tsx"

const wanted = new URLSearchParams(location.search).get("state")
const name = STATE_NAMES.find((each) => each === wanted)
const page = document.getElementById("page")
if (name === undefined || !page) throw new RangeError(`"state" must be one of ${STATE_NAMES.join(", ")}`)
render(STATES[name](), page)
