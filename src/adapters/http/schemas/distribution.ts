import {z} from 'zod';
import {GROUP_LETTERS} from '../../../domain/ids.ts';
import {SAMPLE_SIZE} from '../slow-queries.ts';
import {count, letters, named, success, table} from './registry.ts';
import {balance} from './runs.ts';

/** Of the campaign's groups at its end, at today's intake; differences of shares that can be found then, for BASELINE_RATE. */
const studySize = z.strictObject({
  runs: count,
  group: count,
  detectable: z.strictObject({baseline_rate: z.number(), one: z.number(), each_of_four: z.number()}).optional(),
});

export const preview = named(
  'PreviewAnswer',
  z.strictObject({
    success,
    preview: z.strictObject({
      active_campaigns: z.array(
        z.strictObject({
          theory_id: z.string(),
          theory_name: z.string(),
          start_date: z.string(),
          end_date: z.string(),
        }),
      ),
      campaigns_count: count,
      available_users: count,
      users_sample: z.array(z.string()).max(SAMPLE_SIZE),
      distribution_plan: z.array(
        z.strictObject({
          theory_id: z.string(),
          theory_name: z.string(),
          total_users: count,
          balance,
          size: studySize,
          groups: letters(z.strictObject({theory_id: z.string(), users_count: count, target_tables: z.array(table)})),
        }),
      ),
      would_distribute: count,
    }),
    note: z.string(),
  }),
);

export const verification = named(
  'Verification',
  z.strictObject({
    success,
    date: z.iso.date(),
    consistent: z.boolean(),
    runs: z.array(
      z.strictObject({
        run_id: z.string(),
        status: z.string(),
        consistent: z.boolean(),
        theories: z.array(
          z.strictObject({
            theory_id: z.string(),
            group: z.enum(GROUP_LETTERS),
            planned: count,
            SC_local_control: z.int(),
            SC_local_target: z.int(),
            SC_theory_users: z.int(),
          }),
        ),
        mismatches: z.array(
          z.strictObject({table, theory_id: z.string(), planned: z.int(), found: z.int(), doubled: count}),
        ),
        differences: z.array(z.strictObject({table, theory_id: z.string(), expected: z.int(), found: z.int()})),
      }),
    ),
  }),
);
