import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {EXIT} from '../../src/adapters/cli/exit-codes.ts';
import type {Notice} from '../../src/application/ports/notifier.ts';
import type {FailureKind} from '../../src/domain/run-events.ts';
import type {MissedReason} from '../../src/domain/scheduler.ts';

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The compiler sees to it that none is left out. */
const MAILS: Readonly<Record<Notice['kind'], true>> = {
  success: true,
  skipped: true,
  error: true,
  critical: true,
  partial: true,
  abandoned: true,
  tables_differ: true,
  missed: true,
  late: true,
  outage: true,
};
const FAILURES: Readonly<Record<FailureKind, true>> = {
  unreachable: true,
  refused: true,
  safety_stop: true,
  breach: true,
  expired: true,
  unexpected: true,
};
const MISSED: Readonly<Record<MissedReason, true>> = {
  not_running: true,
  run_owed: true,
  unreachable: true,
  switched_off: true,
};

describe('docs/runbook.md', () => {
  const runbook = text('docs/runbook.md');
  const parts = runbook.split(/^### /m).slice(1);
  const headings = parts.map((part) => part.slice(0, part.indexOf('\n')));
  const rules = text('deploy/prometheus/softcollection.rules.yml');
  const alerts = [...rules.matchAll(/alert: (\w+)/g)].map(([, name]) => name!);

  it('has a part for each alert, mail, exit code, kind of failure and reason of a missed slot, and no other', () => {
    const expected = [
      ...alerts,
      ...Object.keys(MAILS).map((kind) => `Mail ${kind}`),
      ...Object.values(EXIT).map((code) => `Exit ${code}`),
      ...Object.keys(FAILURES).map((kind) => `Failure ${kind}`),
      ...Object.keys(MISSED).map((reason) => `Missed ${reason}`),
    ];
    expect(headings).to.have.members(expected);
    expect(alerts.length).to.be.greaterThan(10);
  });

  it('tells in each what to look at, to do, to verify, and to whom to go', () => {
    for (const part of parts) {
      for (const word of ['look', 'act', 'verify', 'escalate']) expect(part).to.include(`**${word}**`);
    }
  });

  it('is where each alert leads to', () => {
    for (const name of alerts) expect(rules).to.include(`runbook: docs/runbook.md#${name.toLowerCase()}\n`);
  });

  it('leads to parts that it has', () => {
    const anchors = new Set(
      [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!.toLowerCase().replaceAll(' ', '-')),
    );
    const links = [...runbook.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor!);
    expect(links.filter((anchor) => !anchors.has(anchor))).to.deep.equal([]);
  });
});
