/** Tells a dead-man's switch, which raises the alarm when it hears nothing. Never throws. */
export type Ping = (signal: 'start' | 'success' | 'fail') => void;
