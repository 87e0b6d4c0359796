/** What the configuration asks of an environment before something new may run there. */

/** `24h` as written, and what it means. */
export interface Duration {
  readonly text: string;
  readonly milliseconds: number;
}

/** Windows in which nothing is promoted: one opens at each time that `cron` names. */
export interface Freeze {
  readonly cron: string;
  readonly duration: Duration;
  readonly timezone: string;
  /** When the last of them opened up to a time, both in milliseconds. */
  lastStart(time: number): number | undefined;
}

export interface CanaryPolicy {
  readonly required: boolean;
  readonly initialPercent?: number;
  readonly soak?: Duration;
  readonly minRequests?: number;
}

export interface EnvironmentPolicy {
  /** The declared environments that a version comes from; absent where none are declared: those of the stage before. */
  readonly after?: readonly string[];
  readonly requiredSoakTime?: Duration;
  readonly availability: 'oneOf' | 'all';
  /** Whether a completed stay counts as soaking, too. */
  readonly soak: 'current' | 'longest';
  readonly canary?: CanaryPolicy;
  readonly freeze: readonly Freeze[];
}
