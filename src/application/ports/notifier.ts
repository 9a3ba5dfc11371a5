import type {NotificationKind} from '../../domain/run-events.ts';
import type {RunReport} from '../../domain/run-report.ts';

/** Something that people are to be told. `id` is the same each time it is tried. */
export type Notice = {readonly id: string; readonly kind: NotificationKind; readonly report: RunReport};

/** Tells people; throws when they could not be told. */
export type Notifier = (notice: Notice) => Promise<void>;
