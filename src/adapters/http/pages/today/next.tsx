import type {IsoInstant} from '../../../../domain/ids.ts';
import type {SchedulerStatus} from '../../http-services.ts';
import type {PageContext} from '../page.ts';
import {PostDialog} from '../post-dialog.tsx';
import {sayActor} from '../say-actor.ts';

type Props = {
  /** None while the daily job is off. */
  readonly next: readonly IsoInstant[];
  readonly scheduler: Pick<SchedulerStatus, 'status' | 'switched'>;
  readonly context: PageContext;
};

/** When the next run begins, or who has switched it off; admins switch it here. */
export function Next({next, scheduler, context}: Props) {
  const {words, format, now} = context;
  const {today} = words.page;
  const [first, ...then] = next;
  return (
    <section aria-labelledby="next">
      <h2 id="next">{today.next}</h2>
      {first !== undefined && (
        <p>
          <strong>
            <time dateTime={first}>{format.instant(first)}</time>
          </strong>{' '}
          <span data-countdown={first}>{today.in(format.span(Date.parse(first) - now))}</span>
          {then.length > 0 && `. ${today.thenAt}: ${then.map(format.instant).join(' · ')}`}
        </p>
      )}
      <Switch scheduler={scheduler} context={context} />
    </section>
  );
}

function Switch({scheduler: {status, switched}, context}: Omit<Props, 'next'>) {
  const {words, format, caller} = context;
  const {page} = words;
  const isOn = status === 'running';
  return (
    <>
      <p>
        {isOn ? page.switch.on : page.switch.off}
        {switched?.by && `, ${page.switch.since(format.instant(switched.from), sayActor(switched.by, context))}`}
        {switched?.reason && `. ${page.reason}: ${switched.reason}`}
      </p>
      {caller.isAdmin && (
        <PostDialog
          id="switch"
          open={isOn ? page.switch.turnOff : page.switch.turnOn}
          title={isOn ? page.switch.confirmOff : page.switch.confirmOn}
          go={isOn ? page.switch.goOff : page.switch.goOn}
          post={context.own(isOn ? '/scheduler/stop' : '/scheduler/start')}
          confirm={null}
          context={context}
        >
          <p>{isOn ? page.switch.offText : page.switch.onText}</p>
        </PostDialog>
      )}
    </>
  );
}
