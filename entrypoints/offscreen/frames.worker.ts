import { runFrameWorker } from "../../src/media/worker.ts"

runFrameWorker(self)
