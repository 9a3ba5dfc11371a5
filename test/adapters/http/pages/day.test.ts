import {expect} from 'chai';
import {openScheduler} from '../../../../src/application/events/scheduler-stream.ts';
import {deliver} from '../../../../src/application/notify/outbox.ts';
import {install, recordMissed, type SlotNotification} from '../../../../src/domain/scheduler.ts';
import {type HttpWorld, serveWorld} from '../../../support/http-world.ts';
import {keepingNotifier} from '../../../support/kept-mail.ts';
import {slotOf} from '../../../support/service-world.ts';

const ORIGIN = {actor: 'test', correlationId: 'test'};

describe('the page of a day', () => {
  let served: HttpWorld;
  before(async () => {
    served = await serveWorld({from: '2024-01-16T05:00:00Z'});
    const scheduler = await openScheduler(served.world.deps, ORIGIN);
    await scheduler.record(install(slotOf(12)));
    // One mail tells of both days.
    const missed = [13, 14].map((day) => ({slot: slotOf(day), reason: 'not_running'}) as const);
    await scheduler.record(recordMissed(missed));
    const notify = keepingNotifier(served.mails, served.world.clock.now);
    const notice = ({slots}: SlotNotification) => ({kind: 'missed', slots: slots as typeof missed}) as const;
    await deliver({notify, nextRun: () => null}, {name: 'scheduler', ...scheduler}, (it, base) => ({
      ...base,
      ...notice(it),
    }));
  });
  after(() => served.close());

  const page = async (path: string, language = 'en') => {
    const headers = {
      Accept: 'text/html',
      Authorization: `Bearer ${served.tokens.viewer}`,
      'Accept-Language': language,
    };
    const answer = await fetch(served.address + path, {headers});
    return {status: answer.status, headers: answer.headers, html: await answer.text()};
  };

  it('shows the mail about its slot as it was sent, in a frame that may do nothing', async () => {
    for (const date of ['2024-01-13', '2024-01-14']) {
      const {html} = await page(`/days/${date}`);
      expect(html).to.include('data-state="missed"').and.to.include('of a missed run');
      const [, frame] = /<iframe src="([^"]+)"/.exec(html) ?? [];
      const mail = await page(frame!);
      expect([mail.status, mail.headers.get('X-Frame-Options')]).to.deep.equal([200, 'SAMEORIGIN']);
      expect(mail.headers.get('Content-Security-Policy')).to.include('sandbox;');
      expect(mail.html).to.include('14 января 2024');
    }
    expect((await page('/days/2024-01-14', 'ru')).html).to.include('о пропущенном запуске');
  });

  it('says that there is no mail, and lists the runs of a date', async () => {
    await served.world.run();
    const {html} = await page('/days/2024-01-15');
    expect(html).to.include('No mails tell of').and.to.include('href="/runs/distribution-2024-01-15"');
  });

  it('leads to the days beside it that have something to show, and not to those that are to come', async () => {
    const beside = async (path: string) =>
      [...(await page(path)).html.matchAll(/<a href="([^"]+)">(?:← [^<]+|[^<]+ →)<\/a>/g)].map(([, to]) => to);
    expect(await beside('/days/2024-01-13')).to.deep.equal(['/days/2024-01-14']);
    expect(await beside('/days/2024-01-14')).to.deep.equal(['/days/2024-01-13', '/runs/distribution-2024-01-15']);
    const last = await beside('/runs/distribution-2024-01-15');
    expect(last[0]).to.equal('/days/2024-01-14');
    expect(last.every((to) => to! <= '/days/2024-01-16')).to.equal(true);
  });

  it('is where the history leads to when no run can be shown', async () => {
    const {html} = await page('/history');
    expect(html.match(/href="\/days\/2024-01-13"/g)).to.have.length(2);
  });

  it('is not there for a day to come, nor for what is no date', async () => {
    for (const path of ['/days/2024-01-17', '/days/2024-02-30', '/days/x', '/days/2024-01-15/mails/missed-x'])
      expect((await page(path)).status, path).to.equal(404);
  });
});
