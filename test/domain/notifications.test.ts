import {expect} from 'chai';
import {
  evolveNotifications,
  type Notification,
  queuedIn,
  queueNotification,
  recordSendFailure,
  recordSent,
} from '../../src/domain/notifications.ts';

type Decision = ReturnType<typeof recordSent>;

const after = (...decisions: readonly Decision[]) =>
  decisions.reduce<readonly Notification[]>(
    (notifications, decide) => decide({notifications}).reduce(evolveNotifications, notifications),
    [queueNotification('1'), queueNotification('2')],
  );

describe('an outbox', () => {
  it('sends each mail once, whoever says so again', () => {
    const notifications = after(recordSent('1'));
    expect(queuedIn({notifications}).map(({id}) => id)).to.deep.equal(['2']);
    for (const again of [recordSent('1'), recordSendFailure('1', 'no answer'), recordSent('unknown')])
      expect(again({notifications})).to.deep.equal([]);
  });

  it('counts failures, and keeps who is still to be told through a try that told nobody', () => {
    const [first, second] = after(recordSendFailure('1', 'put off', ['a@b.kz']), recordSendFailure('1', 'no answer'));
    expect(first).to.deep.equal({id: '1', status: 'queued', failures: 2, pending: ['a@b.kz']});
    expect(second).to.deep.equal(queueNotification('2'));
  });

  it('is told to nobody any more once it is sent', () => {
    const [first] = after(recordSendFailure('1', 'put off', ['a@b.kz']), recordSent('1'));
    expect(first).to.deep.equal({id: '1', status: 'sent', failures: 1, pending: null});
  });
});
