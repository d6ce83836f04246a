/** There is nothing to judge: no such file, no package. Exit code 2, where a refusal is 1. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError"
}
