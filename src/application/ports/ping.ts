/** Tells a dead-man's switch, which raises the alarm when it hears nothing; `note` is kept there. Never throws. */
export type Ping = (signal: 'start' | 'success' | 'fail', note?: string) => void;
