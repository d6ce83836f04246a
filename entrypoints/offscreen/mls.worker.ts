import "../../src/mls/worker.ts"
