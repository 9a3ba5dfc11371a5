import {z} from 'zod';
import {count, named, success, table} from './registry.ts';
import {balance, carryOver, warnings} from './runs.ts';

const groups = z.strictObject({A: count, B: count, C: count, D: count, E: count});

const listed = z.strictObject({
  theory_id: z.string(),
  theory_name: z.string(),
  start_date: z.string(),
  end_date: z.string(),
  total_users: count,
  groups,
});

const campaign = listed.extend({
  last_run: z.string(),
  days: z.array(z.strictObject({run_id: z.string(), date: z.iso.date(), groups})),
  days_without: count,
  standing: z.array(z.strictObject({table, theory_id: z.string(), rows: count})),
  differences: z.array(z.strictObject({table, theoryId: z.string(), expected: count, found: count})),
  warnings,
  losses: z.strictObject({lost: groups, evidence: z.number(), alarm_at: z.number()}).optional(),
  registered: z
    .strictObject({
      version: count.min(1),
      text: z.string(),
      sha256: z.string(),
      late: z.boolean(),
      at: z.iso.datetime(),
      by: z.string(),
    })
    .nullable(),
  balance,
  carry_over: carryOver,
});

export const campaignList = named('CampaignList', z.strictObject({success, campaigns: z.array(listed)}));
export const campaignAnswer = named('CampaignAnswer', z.strictObject({success, campaign}));
