// One state of the pages, named by `?state=`.

import { render } from "preact"
import { STATES } from "./states.tsx"

const draw = STATES[new URLSearchParams(location.search).get("state") ?? ""]
const page = document.getElementById("page")
if (!draw || !page) throw new RangeError(`"state" must be one of ${Object.keys(STATES).join(", ")}`)
render(draw(), page)
