/** What ends mllint from outside, and the exit code that a shell expects of it. */
export const ENDING = { SIGINT: 130, SIGHUP: 129, SIGTERM: 143 } as const;
